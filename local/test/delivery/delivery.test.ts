import { describe, expect, test } from '@jest/globals';
import { virtualClock } from '../../../test/support/aws/virtual-clock.ts';
import type { Clock } from '../../clock.ts';
import { delivery } from '../../delivery/delivery.ts';
import { type EmulatorApi, EmulatorError } from '../../emulator/api.ts';
import type { CoveringTrail } from '../../events/coverage.ts';
import type { BusEvent } from '../../events/record.ts';
import type { Decision, Question } from '../../iam/evaluator.ts';

const ACCOUNT = '111111111111';
const ARN = `arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/all`;
const TRAIL: CoveringTrail = { arn: ARN, selectors: {}, global: true };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/delivery`;
const START = Date.parse('2026-02-03T04:05:06Z');

function event(eventName: string, region = 'eu-west-1', account = ACCOUNT): BusEvent {
  return {
    version: '0',
    id: eventName,
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account,
    time: '2026-02-03T04:05:00Z',
    region,
    resources: [],
    detail: { eventName },
  };
}

/** A delivery in a simulated account, with what it reads, writes and reports. */
function simulatedDelivery({
  clock,
  trail = {},
  denied = '',
}: {
  clock: Clock;
  trail?: object | undefined;
  denied?: string;
}) {
  const written: { at: number; stream: unknown; names: string[] }[] = [];
  const files: string[] = [];
  const questions: Question[] = [];
  const attempts: unknown[][] = [];
  const lines: string[] = [];
  const stored = {
    TrailARN: ARN,
    HomeRegion: 'eu-west-1',
    S3BucketName: 'logs',
    CloudWatchLogsLogGroupArn: `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:trail:*`,
    CloudWatchLogsRoleArn: ROLE,
    ...trail,
  };
  const api: EmulatorApi = {
    async json(_service, target, input, _where, schema) {
      if (target.endsWith('GetTrail') && trail === undefined)
        throw new EmulatorError('TrailNotFoundException', '', 400);
      if (target.endsWith('PutLogEvents')) {
        const { logEvents, logStreamName } = input as { logEvents: { message: string }[]; logStreamName: string };
        const names = logEvents.map(({ message }) => JSON.parse(message).eventName);
        written.push({ at: clock.now() - START, stream: logStreamName, names });
      }
      return schema.parse({ Trail: stored });
    },
    async rest(_service, method, path) {
      if (method === 'PUT') files.push(path);
      return { Statement: [] };
    },
    query: async () => `<Arn>${ROLE}</Arn><AssumeRolePolicyDocument>%7B%7D</AssumeRolePolicyDocument>`,
  };
  const decide = async (question: Question): Promise<Decision> => {
    questions.push(question);
    return question.action === denied ? { allowed: false, by: 'identity', detail: '' } : { allowed: true };
  };
  const deliveries = delivery({
    api,
    evaluator: { decide, forget: () => {} },
    clock,
    delayMs: 5000,
    statuses: {
      recordAttempt: (...what) => attempts.push(what),
      delayLogs: () => {},
      behaviour: (call, next) => next(call),
    },
    warn: (line) => lines.push(line),
    organizationOf: async () => 'o-1',
    bucketOwner: () => undefined,
  });
  return { deliveries, written, files, questions, attempts, lines };
}

describe('records', () => {
  test('are delivered together, one delay after the first of them', async () => {
    const clock = virtualClock(START);
    const { deliveries, written, attempts } = simulatedDelivery({ clock });
    await deliveries.accept(event('A'), [TRAIL]);
    const later = clock.sleep(3000).then(() => deliveries.accept(event('B', 'us-east-1'), [TRAIL]));
    await later;
    await clock.sleep(2000);
    await clock.sleep(0);
    const stream = `${ACCOUNT}_CloudTrail_eu-west-1`;
    expect(written).toEqual([{ at: 5000, stream, names: ['A', 'B'] }]);
    expect(attempts).toContainEqual([ARN, 'logs', new Date(START + 5000)]);
  });

  test('are delivered at once by flush, and only once', async () => {
    const clock = virtualClock(START);
    const { deliveries, written } = simulatedDelivery({ clock });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    expect(written).toMatchObject([{ at: 0, names: ['A'] }]);
    await clock.sleep(10_000);
    await deliveries.flush();
    expect(written).toHaveLength(1);
  });

  test('require each permission of the role on the stream', async () => {
    const { deliveries, questions } = simulatedDelivery({ clock: virtualClock(START) });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    const resource = `arn:aws:logs:eu-west-1:${ACCOUNT}:log-group:trail:log-stream:${ACCOUNT}_CloudTrail_eu-west-1`;
    expect(questions).toMatchObject([
      { action: 'sts:AssumeRole', principal: { service: 'cloudtrail.amazonaws.com' }, resource: ROLE },
      { action: 'logs:CreateLogStream', principal: { arn: ROLE }, resource },
      { action: 'logs:PutLogEvents', principal: { arn: ROLE }, resource },
      { action: 's3:PutObject', principal: { service: 'cloudtrail.amazonaws.com' } },
    ]);
  });

  test.each([
    ['sts:AssumeRole', 'Access denied. Verify in IAM that the role has adequate trust relationships.'],
    ['logs:CreateLogStream', 'Access denied. Verify in IAM that the role has adequate permissions.'],
    ['logs:PutLogEvents', 'Access denied. Verify in IAM that the role has adequate permissions.'],
  ])('do not reach the group without %s, and the bucket all the same', async (denied, error) => {
    const { deliveries, written, files, attempts } = simulatedDelivery({ clock: virtualClock(START), denied });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    expect(written).toEqual([]);
    expect(files).toHaveLength(1);
    expect(attempts).toEqual([
      [ARN, 'logs', error],
      [ARN, 'bucket', expect.any(Date)],
    ]);
  });

  test('of member accounts go to streams and log files of their own', async () => {
    const { deliveries, written, files } = simulatedDelivery({ clock: virtualClock(START) });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.accept(event('B', 'us-east-1', '222222222222'), [TRAIL]);
    await deliveries.flush();
    expect(written.map(({ stream }) => stream)).toEqual([
      `${ACCOUNT}_CloudTrail_eu-west-1`,
      'o-1_222222222222_CloudTrail_eu-west-1',
    ]);
    expect(files).toEqual([
      expect.stringMatching(`^/logs/AWSLogs/o-1/${ACCOUNT}/CloudTrail/eu-west-1/2026/02/03/`),
      expect.stringMatching('^/logs/AWSLogs/o-1/222222222222/CloudTrail/us-east-1/2026/02/03/'),
    ]);
  });

  test.each([
    ['without a group', { CloudWatchLogsLogGroupArn: '' }],
    ['without a role', { CloudWatchLogsRoleArn: '' }],
  ])('of a trail %s go to the bucket alone', async (_what, trail) => {
    const { deliveries, written, attempts } = simulatedDelivery({ clock: virtualClock(START), trail });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    expect(written).toEqual([]);
    expect(attempts.map(([, target]) => target)).toEqual(['bucket']);
  });

  test('of more than 256 KB go to the bucket alone, and change nothing about the log group', async () => {
    const { deliveries, written, files, attempts } = simulatedDelivery({ clock: virtualClock(START) });
    await deliveries.accept(event('x'.repeat(256 * 1024)), [TRAIL]);
    await deliveries.flush();
    expect(written).toEqual([]);
    expect(files).toHaveLength(1);
    expect(attempts).toEqual([[ARN, 'bucket', expect.any(Date)]]);
    await deliveries.accept(event('x'.repeat(256 * 1024)), [TRAIL]);
    await deliveries.accept(event('small'), [TRAIL]);
    await deliveries.flush();
    expect(written).toMatchObject([{ names: ['small'] }]);
  });

  test('do not reach a log group in another Region', async () => {
    const trail = { CloudWatchLogsLogGroupArn: `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:trail:*` };
    const { deliveries, written, attempts } = simulatedDelivery({ clock: virtualClock(START), trail });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    expect(written).toEqual([]);
    expect(attempts).toContainEqual([ARN, 'logs', 'The specified log group does not exist.']);
  });

  test('of a trail with a prefix have it before AWSLogs', async () => {
    const { deliveries, files } = simulatedDelivery({ clock: virtualClock(START), trail: { S3KeyPrefix: 'team/' } });
    await deliveries.accept(event('A'), [TRAIL]);
    await deliveries.flush();
    expect(files).toEqual([expect.stringMatching(`^/logs/team/AWSLogs/${ACCOUNT}/`)]);
  });
});
