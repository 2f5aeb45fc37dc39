import {
  type CloudWatchLogsClient,
  GetQueryResultsCommand,
  type GetQueryResultsResponse,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import type { Clock } from '../lambda/app/ports.ts';
import { callAws } from '../lambda/aws/call.ts';
import { DAY_MS } from '../lambda/core/model/age.ts';
import type { AwsResult } from '../lambda/core/model/aws-result.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../lambda/core/model/outcome.ts';
import { failed, succeeded } from '../lambda/core/model/result.ts';
import type { Account } from './account.ts';
import type { DeployedStack } from './deployed-stack.ts';

/** Where the function logs, and how far back to read. */
export interface HistorySource {
  readonly logs: CloudWatchLogsClient;
  readonly logGroupName: string;
  readonly days: number;
  readonly clock: Clock;
}

/** The outcome records in the function's log. */
export interface History {
  /** Oldest first. */
  readonly records: readonly OutcomeRecord[];
  /** Lines of another version of trailmend, which this one does not understand. */
  readonly notUnderstood: number;
  /** There may be older ones: a query returns no more. */
  readonly isCut: boolean;
}

/** CloudWatch Logs user guide, "CloudWatch Logs quotas": the most results of a query. */
const MOST_LINES = 10_000;
const POLL_MS = 500;
/** The message of `logOutcome`. */
const OUTCOME = 'trail outcome';
const QUERY = `fields @timestamp, @message | filter @message like /${OUTCOME}/ | sort @timestamp desc`;

/**
 * Reads the outcome records in the function's log, with one query of CloudWatch Logs Insights. AWS
 * charges for the data that the query scans.
 */
export async function readHistory(source: HistorySource): Promise<AwsResult<History>> {
  const { logs, logGroupName, days, clock } = source;
  const end = clock.now();
  const started = await callAws('StartQuery', () =>
    logs.send(
      new StartQueryCommand({
        logGroupName,
        queryString: QUERY,
        limit: MOST_LINES,
        startTime: Math.floor((end - days * DAY_MS) / 1000),
        endTime: Math.ceil(end / 1000),
      }),
    ),
  );
  if (!started.ok) return started;
  const ended = await queryResults(started.value.queryId ?? '', source);
  if (!ended.ok) return ended;
  const lines = (ended.value.results ?? []).flatMap(
    (fields) => fields.find(({ field }) => field === '@message')?.value ?? [],
  );
  const outcomes = lines.flatMap((line) => outcomeIn(line) ?? []);
  const records = outcomes.map(({ record }) => outcomeRecordSchema.safeParse(record));
  const understood = records.flatMap(({ data }) => (data === undefined ? [] : [data as OutcomeRecord]));
  return succeeded({
    records: understood.toSorted((one, other) => Date.parse(one.time) - Date.parse(other.time)),
    notUnderstood: records.length - understood.length,
    isCut: lines.length >= MOST_LINES,
  });
}

/** Reads the history of a deployed stack. */
export function readStackHistory(
  { session, ports }: Pick<Account, 'session' | 'ports'>,
  { logGroupName, region }: DeployedStack,
  days: number,
): Promise<AwsResult<History>> {
  return readHistory({ logs: session.clients.logs(region), logGroupName, days, clock: ports.clock });
}

/** Waits until the query has ended. */
async function queryResults(
  queryId: string,
  { logs, clock }: HistorySource,
): Promise<AwsResult<GetQueryResultsResponse>> {
  for (;;) {
    const results = await callAws('GetQueryResults', () => logs.send(new GetQueryResultsCommand({ queryId })));
    if (!results.ok) return results;
    const { status = 'Unknown' } = results.value;
    if (status === 'Complete') return results;
    if (status !== 'Running' && status !== 'Scheduled') {
      const message = `The query ended as ${status}.`;
      return failed({ operation: 'GetQueryResults', code: `Query${status}`, message });
    }
    await clock.sleep(POLL_MS);
  }
}

/** A line of `logOutcome`. Undefined: another line that contains the words. */
function outcomeIn(line: string): { readonly record: unknown } | undefined {
  try {
    const { message, record } = JSON.parse(line);
    return message === OUTCOME ? { record } : undefined;
  } catch {
    return undefined;
  }
}
