import { CloudWatchLogsClient, GetQueryResultsCommand, StartQueryCommand } from '@aws-sdk/client-cloudwatch-logs';
import { expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readHistory } from '../../cli/trail-history.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { NOW } from '../support/perfect-trail.ts';
import { trailRecordWith } from './records.ts';

const DAY_S = 24 * 60 * 60;

function logsWith(...answers: readonly object[]) {
  const logs = new CloudWatchLogsClient({ region: 'eu-west-1' });
  const mock = mockClient(logs);
  mock.on(StartQueryCommand).resolves({ queryId: 'q' });
  const results = mock.on(GetQueryResultsCommand);
  for (const answer of answers) results.resolvesOnce(answer);
  return { logs, mock };
}

const lineOf = (message: string, record: unknown) => [
  { field: '@timestamp', value: NOW },
  { field: '@message', value: JSON.stringify({ message, record }) },
];
const read = (logs: CloudWatchLogsClient) =>
  readHistory({ logs, logGroupName: 'g', days: 2, clock: virtualClock(Date.parse(NOW)) });

test('has the records of the log, oldest first, after the query has ended', async () => {
  const [first, second] = ['2026-11-18T00:00:00.000Z', '2026-11-19T00:00:00.000Z'].map((time) =>
    trailRecordWith({ time }),
  );
  const results = [lineOf('trail outcome', second), lineOf('trail outcome', first)];
  const { logs, mock } = logsWith({ status: 'Running' }, { status: 'Complete', results });
  const records = [first, second];
  expect(await read(logs)).toEqual({ ok: true, value: { records, notUnderstood: 0, isCut: false } });
  const { startTime, endTime } = mock.commandCalls(StartQueryCommand)[0]?.args[0].input ?? {};
  const end = Date.parse(NOW) / 1000;
  expect({ startTime, endTime }).toEqual({ startTime: end - 2 * DAY_S, endTime: end });
});

test('counts records of another version, and leaves out other lines with these words', async () => {
  const results = [
    lineOf('trail outcome', { ...trailRecordWith({}), version: 3 }),
    lineOf('a trail outcome', {}),
    [{ field: '@message', value: 'START trail outcome' }],
  ];
  const { logs } = logsWith({ status: 'Complete', results });
  expect(await read(logs)).toEqual({ ok: true, value: { records: [], notUnderstood: 1, isCut: false } });
});

test('says when a query fails, or is cut', async () => {
  expect(await read(logsWith({ status: 'Timeout' }).logs)).toMatchObject({
    ok: false,
    error: { code: 'QueryTimeout' },
  });
  const many = { status: 'Complete', results: Array.from({ length: 10_000 }, () => lineOf('other', {})) };
  expect(await read(logsWith(many).logs)).toMatchObject({ ok: true, value: { isCut: true } });
});
