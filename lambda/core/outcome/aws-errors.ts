import { type AwsError, hasCode } from '../model/aws-result.ts';
import type { Step } from '../model/step.ts';
import { BLOCKING_ERRORS } from './blocking-errors.ts';
import type { Failure, KnownError } from './failure.ts';

/**
 * The first matching row applies. The two `InvalidCloudWatchLogs…` codes are permanent, unless the
 * message begins "Access denied".
 */
const KNOWN_ERRORS: readonly KnownError[] = [
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

/** Classifies the error of a write. Unknown errors are `unexpected`. */
export function classify(
  { operation, needs }: Pick<Step, 'operation' | 'needs'>,
  error: Pick<AwsError, 'code' | 'message'>,
): Failure {
  const row = KNOWN_ERRORS.find(
    ({ codes, operations, after, message }) =>
      hasCode(error, ...codes) &&
      (operations?.includes(operation) ?? true) &&
      (after?.some((one) => needs.includes(one)) ?? true) &&
      (message?.test(error.message) ?? true),
  );
  return row?.failure ?? { kind: 'unexpected' };
}
