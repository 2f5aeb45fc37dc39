import { BLOCKING_ERRORS } from './blocking-errors.ts';
import type { KnownError } from './failure.ts';

/**
 * The first matching row applies. The two `InvalidCloudWatchLogs…` codes are permanent, unless the
 * message begins "Access denied".
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
  ...BLOCKING_ERRORS,
];
