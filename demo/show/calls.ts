import { styleText } from 'node:util';
import type { FunctionCalls } from '../function-calls.ts';
import { table } from './table.ts';

/** The number of calls of each kind, with the name of every write. */
export function callLines({ reads, messages, writes }: FunctionCalls): readonly string[] {
  const lines = table([
    ['reads', String(reads.length), 'Describe, Get, List and Simulate calls'],
    ['messages', String(messages.length), 'Publish to people and machines, PutEvents to the event bus'],
    ['writes', String(writes.length), countEach(writes.map(writeText)).join(', ') || styleText('green', 'none')],
  ]);
  return writes.some(({ errorCode }) => errorCode === ROLE_NOT_VISIBLE) ? [...lines, '', ...WHY_REJECTED] : lines;
}

/** The error of CloudTrail for a role that is too new. */
const ROLE_NOT_VISIBLE = 'InvalidCloudWatchLogsRoleArnException';
const WHY_REJECTED = [
  'CloudTrail accepts a new role only some seconds after it was created. Until then it rejects UpdateTrail,',
  'and trailmend retries the call.',
];

/** Each call once, with the number of its repetitions. */
function countEach(calls: readonly string[]): readonly string[] {
  const counts = Map.groupBy(calls, (call) => call);
  return [...counts].map(([call, all]) => (all.length > 1 ? `${all.length} x ${call}` : call));
}

function writeText({ operation, errorCode }: FunctionCalls['writes'][number]): string {
  return errorCode === undefined ? operation : `${operation} (${errorCode})`;
}
