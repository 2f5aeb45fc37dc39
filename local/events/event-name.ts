/**
 * Older names that S3 keeps in its records. Source: S3 user guide, "Amazon S3 CloudTrail events"
 * (bucket-level actions).
 */
const S3_NAMES: Readonly<Record<string, string>> = {
  PutBucketLifecycleConfiguration: 'PutBucketLifecycle',
  PutBucketNotificationConfiguration: 'PutBucketNotification',
  PutPublicAccessBlock: 'PutBucketPublicAccessBlock',
  DeletePublicAccessBlock: 'DeleteBucketPublicAccessBlock',
};

/** Operations of Lambda whose event names carry the version `v2`. */
const LAMBDA_SECOND = new Set([
  'AddPermission',
  'RemovePermission',
  'TagResource',
  'UntagResource',
  'UpdateFunctionCode',
  'UpdateFunctionConfiguration',
]);
/**
 * Lambda's event names carry API dates up to this one (assumed from published names: the latest is
 * that of layers).
 */
const LAMBDA_LAST_DATED = '2018-10-31';

/**
 * The `eventName` of an operation in a record.
 * Source: Lambda developer guide, "Lambda management events in CloudTrail"
 * (`CreateFunction20150331`, `UpdateFunctionCode20150331v2`); the S3 user guide.
 * @param path of a REST operation, with its API date
 */
export function eventName(service: string, operation: string, path = ''): string {
  if (service === 's3') return S3_NAMES[operation] ?? operation;
  const date = service === 'lambda' ? /^\/(\d{4}-\d{2}-\d{2})\//.exec(path)?.[1] : undefined;
  if (date === undefined || date > LAMBDA_LAST_DATED) return operation;
  return `${operation}${date.replaceAll('-', '')}${LAMBDA_SECOND.has(operation) ? 'v2' : ''}`;
}
