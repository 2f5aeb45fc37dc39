/**
 * Allows CloudTrail to write for any trail, including organization trails. Source: CloudTrail user
 * guide, "Amazon S3 bucket policy for CloudTrail".
 */
export function bucketPolicy(bucket: string): string {
  const arn = `arn:aws:s3:::${bucket}`;
  const cloudTrail = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
  const fullControl = { StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } };
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { ...cloudTrail, Action: 's3:GetBucketAcl', Resource: arn },
      { ...cloudTrail, Action: 's3:PutObject', Resource: `${arn}/AWSLogs/*`, Condition: fullControl },
    ],
  });
}
