import type { CloudTrailRecord } from './record.ts';

/** A resource that a record names. */
export interface RecordedResource {
  readonly ResourceType: string;
  readonly ResourceName: string;
}

/** The fields that name a resource, by event source, and its type. */
const TYPES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  cloudtrail: {
    name: 'AWS::CloudTrail::Trail',
    trailName: 'AWS::CloudTrail::Trail',
    trailARN: 'AWS::CloudTrail::Trail',
    resourceId: 'AWS::CloudTrail::Trail',
    s3BucketName: 'AWS::S3::Bucket',
  },
  events: { name: 'AWS::Events::Rule', rule: 'AWS::Events::Rule' },
  iam: {
    roleName: 'AWS::IAM::Role',
    userName: 'AWS::IAM::User',
    groupName: 'AWS::IAM::Group',
    policyArn: 'AWS::IAM::Policy',
    policyName: 'AWS::IAM::Policy',
    accessKeyId: 'AWS::IAM::AccessKey',
  },
  kms: { keyId: 'AWS::KMS::Key' },
  lambda: { functionName: 'AWS::Lambda::Function' },
  logs: { logGroupName: 'AWS::Logs::LogGroup' },
  s3: { bucketName: 'AWS::S3::Bucket' },
  sns: { topicArn: 'AWS::SNS::Topic' },
  sqs: { queueUrl: 'AWS::SQS::Queue', queueName: 'AWS::SQS::Queue' },
};

/**
 * The resources that a record names in its parameters and its answer.
 * Source: CloudTrail API reference, Resource (type and name). Assumed: which fields of a record
 * count.
 */
export function recordedResources(record: CloudTrailRecord): readonly RecordedResource[] {
  const types = TYPES[String(record['eventSource'] ?? '').replace('.amazonaws.com', '')] ?? {};
  const fields = [record['requestParameters'], record['responseElements']].flatMap((elements) =>
    typeof elements === 'object' && elements !== null ? Object.entries(elements) : [],
  );
  const named = fields.flatMap(([field, value]) => {
    const ResourceType = types[field];
    return ResourceType !== undefined && typeof value === 'string' && value !== ''
      ? [{ ResourceType, ResourceName: value }]
      : [];
  });
  return named.filter(
    ({ ResourceName }, index) => named.findIndex((other) => other.ResourceName === ResourceName) === index,
  );
}
