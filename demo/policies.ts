/** The trust policy, as JSON, that allows an AWS service to assume a role. */
export function trustPolicyFor(service: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  });
}

/**
 * The policy of a delivery role for one log group, as JSON.
 * @param logGroupArn without `:*`
 */
export function deliveryPolicy(logGroupArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: `${logGroupArn}:log-stream:*`,
      },
    ],
  });
}

/**
 * The policy of a trail's bucket, as JSON.
 * Source: CloudTrail user guide, "Amazon S3 bucket policy for CloudTrail", and for organization
 * trails "Creating a trail for an organization with the AWS CLI".
 */
export function bucketPolicy(account: string, bucket: string, trailArn: string, organizationId?: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const folders = [account, organizationId].filter((folder) => folder !== undefined);
  const thisTrail = { 'aws:SourceArn': trailArn };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: thisTrail } },
      {
        ...cloudTrail,
        Action: 's3:PutObject',
        Resource: folders.map((folder) => `${arn}/AWSLogs/${folder}/*`),
        Condition: { StringEquals: { ...thisTrail, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ],
  });
}
