import type { BlockedReason } from '../model/outcome.ts';
import type { Operation } from '../model/step.ts';
import { ADMINISTRATOR, BUCKET_OWNER, KEY_OWNER, ORGANIZATION_ADMINISTRATOR } from '../model/who-can-act.ts';

/** What an error of a write means for the run. */
export type Failure =
  /** A new role, policy or log group is not visible yet. */
  | { readonly kind: 'propagating' }
  /** Another operation is in progress, or the rate limit is reached. */
  | { readonly kind: 'busy' }
  /** The account differs from what the run read: read and plan again. */
  | { readonly kind: 'outdated' }
  /** A person has to act first. */
  | { readonly kind: 'blocked'; readonly reason: BlockedReason; readonly advice: string; readonly whoCanAct: string }
  | { readonly kind: 'unexpected' };

/** What identifies an error, and what it means. */
export interface KnownError {
  /** Without the suffix `Exception` of some protocols. */
  readonly codes: readonly string[];
  /** Only for these operations. */
  readonly operations?: readonly Operation[];
  /** Only for a step that needs one of these operations. */
  readonly after?: readonly Operation[];
  readonly message?: RegExp;
  readonly failure: Failure;
}

/** Matches denials by an SCP (IAM user guide, "Troubleshoot access denied error messages"). */
export const BY_SERVICE_CONTROL_POLICY: RegExp = /service control policy/i;

/**
 * The first matching row applies. UpdateTrail validates the complete trail, so errors about its
 * bucket, topic or key are permanent. The two `InvalidCloudWatchLogs…` codes are permanent too,
 * unless the message begins "Access denied".
 */
export const KNOWN_ERRORS: readonly KnownError[] = [
  {
    codes: ['InvalidCloudWatchLogsRoleArn', 'InvalidCloudWatchLogsLogGroupArn'],
    operations: ['UpdateTrail'],
    message: /^Access denied/,
    failure: { kind: 'propagating' },
  },
  {
    codes: ['Conflict', 'Throttling', 'TooManyRequests', 'OperationAborted', 'ConcurrentModification'],
    failure: { kind: 'busy' },
  },
  { codes: ['EntityAlreadyExists', 'ResourceAlreadyExists', 'TrailNotFound'], failure: { kind: 'outdated' } },
  {
    codes: ['NoSuchEntity', 'ResourceNotFound'],
    operations: ['PutRolePolicy', 'PutRetentionPolicy', 'PutMetricFilter'],
    after: ['CreateRole', 'CreateLogGroup'],
    failure: { kind: 'propagating' },
  },
  { codes: ['NoSuchEntity'], operations: ['PutRolePolicy'], failure: { kind: 'outdated' } },
  { codes: ['ResourceNotFound'], operations: ['PutRetentionPolicy', 'PutMetricFilter'], failure: { kind: 'outdated' } },
  {
    codes: ['InsufficientS3BucketPolicy'],
    failure: blocked(
      'bucket-policy',
      'the bucket policy must allow CloudTrail to write; trailmend changes no bucket policy',
      BUCKET_OWNER,
    ),
  },
  {
    codes: ['S3BucketDoesNotExist', 'InvalidS3BucketName', 'InvalidS3Prefix'],
    failure: blocked('bucket', 'the trail must name an existing bucket', BUCKET_OWNER),
  },
  {
    codes: ['InsufficientSnsTopicPolicy', 'InvalidSnsTopicName', 'CloudTrailInvalidClientTokenId'],
    failure: blocked(
      'topic',
      "the trail's SNS topic must exist and allow CloudTrail to publish",
      'the owner of the SNS topic',
    ),
  },
  {
    codes: ['InsufficientEncryptionPolicy', 'KmsKeyNotFound', 'KmsKeyDisabled', 'Kms', 'InvalidKmsKeyId'],
    failure: blocked('kms', "the trail's KMS key must exist, be enabled and allow CloudTrail to encrypt", KEY_OWNER),
  },
  {
    // CloudWatch Logs also returns AccessDenied when the key is missing or its policy denies
    // access.
    codes: ['InvalidParameter', 'AccessDenied'],
    operations: ['CreateLogGroup'],
    message: /kms/i,
    failure: blocked(
      'kms',
      'the key of LogGroupKmsKeyArn must exist, be enabled and allow CloudWatch Logs to encrypt',
      KEY_OWNER,
    ),
  },
  {
    codes: ['AccessDenied', 'UnauthorizedOperation'],
    message: BY_SERVICE_CONTROL_POLICY,
    failure: blocked(
      'scp',
      'exempt the role trailmend-function from the service control policy',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
  {
    codes: ['AccessDenied', 'UnauthorizedOperation'],
    failure: blocked('access-denied', 'a policy denies this call to the role trailmend-function', ADMINISTRATOR),
  },
  {
    codes: ['LimitExceeded'],
    operations: ['CreateRole', 'PutRolePolicy', 'CreateLogGroup', 'PutMetricFilter'],
    failure: blocked('quota', 'the account has reached a quota', ADMINISTRATOR),
  },
  {
    codes: ['CloudWatchLogsDeliveryUnavailable'],
    failure: blocked('region', 'CloudTrail cannot deliver to CloudWatch Logs in this Region', 'AWS'),
  },
  {
    codes: [
      'NotOrganizationMasterAccount',
      'OperationNotPermitted',
      'InsufficientDependencyServiceAccessPermission',
      'NoManagementAccountSLRExists',
      'OrganizationsNotInUse',
      'OrganizationNotInAllFeaturesMode',
      'CloudTrailAccessNotEnabled',
    ],
    failure: blocked(
      'organization',
      'the organization does not allow this account to change the trail',
      ORGANIZATION_ADMINISTRATOR,
    ),
  },
];

function blocked(reason: BlockedReason, advice: string, whoCanAct: string): Failure {
  return { kind: 'blocked', reason, advice, whoCanAct };
}
