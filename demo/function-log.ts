import { DescribeLogGroupsCommand, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import type { AwsSession } from './sessions.ts';

/** What the function logged about one event: the outcome of a run, or why it ignored the event. */
export type LogEntry =
  | { readonly kind: 'outcome'; readonly record: OutcomeRecord }
  | { readonly kind: 'ignored'; readonly why: string; readonly detail: string };

/** The members of a JSON log line that are read here. */
interface LogLine {
  readonly record?: OutcomeRecord;
  readonly why?: string;
  readonly detail?: string;
}

/** Reads what the function has logged so far, in order of time. */
export async function readFunctionLog({ logs }: AwsSession): Promise<readonly LogEntry[]> {
  const { logGroups = [] } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'RemediatorLog' }));
  const [group] = logGroups;
  if (group?.logGroupName === undefined) return [];
  const pages = await Array.fromAsync(paginateFilterLogEvents({ client: logs }, { logGroupName: group.logGroupName }));
  return pages
    .flatMap(({ events = [] }) => events)
    .toSorted((left, right) => (left.timestamp ?? 0) - (right.timestamp ?? 0))
    .flatMap(({ message = '' }) => parseEntry(message));
}

/** Gives no entry for other lines, such as those of the Lambda runtime. */
function parseEntry(message: string): readonly LogEntry[] {
  if (!message.startsWith('{')) return [];
  const { record, why, detail }: LogLine = JSON.parse(message);
  if (record !== undefined) return [{ kind: 'outcome', record }];
  return why === undefined ? [] : [{ kind: 'ignored', why, detail: detail ?? '' }];
}
