/** Values of `whoCanAct`. */
export const ADMINISTRATOR = 'an administrator of the account';
export const ORGANIZATION_ADMINISTRATOR = 'an administrator of the organization';
export const OPERATOR = 'the operator of trailmend';
export const TRAIL_OWNER = 'the owner of the trail';
export const BUCKET_OWNER = 'the owner of the S3 bucket';
export const LOG_POLICY_OWNER = "the owner of the account's CloudWatch Logs policies";
export const KEY_OWNER = 'the owner of the KMS key';
export const BUCKET_OR_KEY_OWNER = 'the owner of the S3 bucket or of the KMS key';
