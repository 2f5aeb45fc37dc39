import { DescribeLogGroupsCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import type { Caller } from './callers.ts';

/** How the function dealt with one event, as its log tells. */
export type Dealt =
  | { readonly kind: 'outcome'; readonly record: OutcomeRecord }
  | { readonly kind: 'ignored'; readonly why: string; readonly detail: string };

/** The line that the function logs for each event: one of two kinds. */
interface LogLine {
  readonly record?: OutcomeRecord;
  readonly why?: string;
  readonly detail?: string;
}

/** What the function's log tells so far, in the order in which it was written. */
export async function dealtWith({ logs }: Caller): Promise<readonly Dealt[]> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'RemediatorLog' }));
  const [group] = logGroups;
  if (group?.logGroupName === undefined) return [];
  const pages = await Array.fromAsync(paginateFilterLogEvents({ client: logs }, { logGroupName: group.logGroupName }));
  return pages
    .flatMap(({ events = [] }) => events)
    .toSorted((left, right) => (left.timestamp ?? 0) - (right.timestamp ?? 0))
    .flatMap(({ message = '' }) => dealtIn(message));
}

/** The line among others: the runtime logs as well. */
function dealtIn(message: string): readonly Dealt[] {
  if (!message.startsWith('{')) return [];
  const { record, why, detail }: LogLine = JSON.parse(message);
  if (record !== undefined) return [{ kind: 'outcome', record }];
  return why === undefined ? [] : [{ kind: 'ignored', why, detail: detail ?? '' }];
}
