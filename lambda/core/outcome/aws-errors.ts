import { type AwsError, hasCode } from '../model/aws-result.ts';
import type { Step } from '../model/step.ts';
import type { Failure } from './failure.ts';
import { KNOWN_ERRORS } from './known-errors.ts';

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
