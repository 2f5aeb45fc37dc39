import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { until } from '../../demo/until.ts';
import type { FaultPlan } from '../../local/faults/plan.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { type Account, accountWithTrailmend, namesFor } from './account.ts';

/** A trail for each test, so that tests can run in any order. */
const TRAILS = {
  killed: 'e2e-killed',
  lost: 'e2e-lost',
  throttled: 'e2e-throttled',
  refused: 'e2e-refused',
  late: 'e2e-late',
  unread: 'e2e-unread',
};

let here: Account;

beforeAll(async () => {
  here = await accountWithTrailmend(Object.values(TRAILS));
});

/** A fault that nobody met means that a test tried nothing. */
afterEach(() => {
  expect(here.aws.faults.clear().filter(({ state }) => state !== 'used-up')).toEqual([]);
});

afterAll(() => here?.close());

/** Calls of the function meet these faults from now on. */
function faults(...plan: readonly Omit<FaultPlan[number], 'caller'>[]): void {
  here.aws.faults.set(plan.map((entry) => ({ ...entry, caller: 'function' })));
}

/** The trail delivers to the one group and through the one role that trailmend made for it. */
async function expectIntegrated(trail: string): Promise<void> {
  const { iam, logs } = here.administrator;
  expect(await describeTrail(here.engineer, trail)).toEqual({ ...namesFor(here.engineer, trail), isLogging: true });
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/trailmend/${trail}` }));
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/trailmend/' }));
  expect(logGroups).toHaveLength(1);
  expect(Roles.filter(({ RoleName }) => RoleName?.includes(trail))).toHaveLength(1);
}

test('a function that is killed after it made the role is started again, and finishes', async () => {
  const trail = TRAILS.killed;
  faults({ service: 'iam', operation: 'CreateRole', fault: { kind: 'kill', effect: 'after' } });
  await here.change(trail);
  await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
  expect(here.writesAbout(trail).filter((call) => call === 'CreateRole')).toHaveLength(1);
});

test('an UpdateTrail whose answer is lost is made again', async () => {
  const trail = TRAILS.lost;
  faults({ service: 'cloudtrail', operation: 'UpdateTrail', fault: { kind: 'lost-response' } });
  await here.change(trail);
  await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('an UpdateTrail that is throttled beyond what the SDK bears is made until it goes through', async () => {
  const trail = TRAILS.throttled;
  faults({ service: 'cloudtrail', operation: 'UpdateTrail', times: 4, fault: { kind: 'throttling' } });
  await here.change(trail);
  const { record } = await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  const update = record.applied.find(({ step }) => step.operation === 'UpdateTrail');
  expect(update).toMatchObject({ result: 'done' });
  expect(update?.attempts).toBeGreaterThan(1);
  await expectIntegrated(trail);
});

test('an UpdateTrail that AWS refuses for good is told as BLOCKED with its reason, and repaired when the reason is gone', async () => {
  const trail = TRAILS.refused;
  const message = `Incorrect S3 bucket policy is detected for bucket: ${trail}`;
  const refusal = { kind: 'error', effect: 'before', code: 'InsufficientS3BucketPolicyException', message } as const;
  faults({ service: 'cloudtrail', operation: 'UpdateTrail', fault: { ...refusal, status: 400 } });
  await here.change(trail);
  const { record, text } = await here.toldAbout(trail, 'BLOCKED', 'UpdateTrail');
  expect(record.reason).toBe('bucket-policy');
  expect(text).toContain(message);
  await here.change(trail);
  await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('a message that SNS throttles is sent again', async () => {
  const trail = TRAILS.late;
  faults({ service: 'sns', operation: 'Publish', times: 2, fault: { kind: 'throttling' } });
  await here.change(trail);
  await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('an event that fails on every try is told, waits in the failure queue, and hinders no later one', async () => {
  const trail = TRAILS.unread;
  const refusal = {
    kind: 'error',
    effect: 'before',
    code: 'AccessDeniedException',
    message: 'no',
    status: 400,
  } as const;
  faults({ service: 'cloudtrail', operation: 'GetTrail', times: 3, fault: refusal });
  await here.change(trail);
  const { record } = await here.toldAbout(trail, 'FAILED', 'UpdateTrail');
  expect(record.detail).toContain('GetTrail answered AccessDeniedException: no');
  const { sqs } = here.administrator;
  const failure = async () => {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: here.outputs['FailureQueueUrl'] }));
    return Messages?.[0]?.Body;
  };
  const body = await until('The event in the failure queue', failure, { withinMs: WAIT_LIMIT_MS });
  expect(JSON.parse(body)).toMatchObject({ requestContext: { condition: 'RetriesExhausted' } });
  expect(body).toContain(trail);
  await here.change(trail);
  await here.toldAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});
