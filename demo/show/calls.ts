import { styleText } from 'node:util';
import type { FunctionCalls } from '../function-calls.ts';
import { table } from './table.ts';

/** What the function called, counted, with every write by its name. */
export function callLines({ reads, messages, writes }: FunctionCalls): readonly string[] {
  const lines = table([
    ['reads', String(reads.length), 'calls that describe, get or list'],
    ['messages', String(messages.length), 'Publish, and PutEvents for machines'],
    ['writes', String(writes.length), distinct(writes.map(written)).join(', ') || styleText('green', 'none')],
  ]);
  return writes.some(({ errorCode }) => errorCode === ROLE_NOT_SEEN) ? [...lines, '', ...WHY_REFUSED] : lines;
}

/** What CloudTrail answers as long as it does not see a new role. */
const ROLE_NOT_SEEN = 'InvalidCloudWatchLogsRoleArnException';
const WHY_REFUSED = [
  'CloudTrail sees a new role some seconds late. Until then it refuses UpdateTrail, and trailmend tries',
  'again.',
];

/** Each once, with how often it came. */
function distinct(calls: readonly string[]): readonly string[] {
  const times = Map.groupBy(calls, (call) => call);
  return [...times].map(([call, all]) => (all.length > 1 ? `${all.length} times ${call}` : call));
}

function written({ operation, errorCode }: FunctionCalls['writes'][number]): string {
  return errorCode === undefined ? operation : `${operation} (${errorCode})`;
}
