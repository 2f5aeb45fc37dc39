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

/** A fault that did not happen means that a test has tested nothing. */
afterEach(() => {
  expect(here.aws.faults.clear().filter(({ state }) => state !== 'used-up')).toEqual([]);
});

afterAll(() => here?.close());

/** Injects these faults into later calls of the function. */
function injectFaults(...plan: readonly Omit<FaultPlan[number], 'caller'>[]): void {
  here.aws.faults.set(plan.map((entry) => ({ ...entry, caller: 'function' })));
}

/**
 * Expects that the trail delivers to the only log group and through the only role that trailmend
 * created for it.
 */
async function expectIntegrated(trail: string): Promise<void> {
  const { iam, logs } = here.administrator;
  expect(await describeTrail(here.engineer, trail)).toEqual({ ...namesFor(here.engineer, trail), isLogging: true });
  const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: `/trailmend/${trail}` }));
  const { Roles = [] } = await iam.send(new ListRolesCommand({ PathPrefix: '/trailmend/' }));
  expect(logGroups).toHaveLength(1);
  expect(Roles.filter(({ RoleName }) => RoleName?.includes(trail))).toHaveLength(1);
}

test('Lambda retries a function that is killed after it created the role, and the retry completes the repair', async () => {
  const trail = TRAILS.killed;
  injectFaults({ service: 'iam', operation: 'CreateRole', fault: { kind: 'kill', effect: 'after' } });
  await here.change(trail);
  await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
  expect(here.writesAbout(trail).filter((call) => call === 'CreateRole')).toHaveLength(1);
});

test('the function repeats an UpdateTrail whose response is lost', async () => {
  const trail = TRAILS.lost;
  injectFaults({ service: 'cloudtrail', operation: 'UpdateTrail', fault: { kind: 'lost-response' } });
  await here.change(trail);
  await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('the function repeats an UpdateTrail that is throttled beyond the retries of the SDK until it succeeds', async () => {
  const trail = TRAILS.throttled;
  injectFaults({ service: 'cloudtrail', operation: 'UpdateTrail', times: 4, fault: { kind: 'throttling' } });
  await here.change(trail);
  const { record } = await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  const update = record.applied.find(({ step }) => step.operation === 'UpdateTrail');
  expect(update).toMatchObject({ result: 'done' });
  expect(update?.attempts).toBeGreaterThan(1);
  await expectIntegrated(trail);
});

test('a permanent error of UpdateTrail is reported as BLOCKED with its reason, and the trail is repaired when the reason is resolved', async () => {
  const trail = TRAILS.refused;
  const message = `Incorrect S3 bucket policy is detected for bucket: ${trail}`;
  const refusal = { kind: 'error', effect: 'before', code: 'InsufficientS3BucketPolicyException', message } as const;
  injectFaults({ service: 'cloudtrail', operation: 'UpdateTrail', fault: { ...refusal, status: 400 } });
  await here.change(trail);
  const { record, text } = await here.messageAbout(trail, 'BLOCKED', 'UpdateTrail');
  expect(record.reason).toBe('bucket-policy');
  expect(text).toContain(message);
  await here.change(trail);
  await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('the function repeats a message that SNS throttles', async () => {
  const trail = TRAILS.late;
  injectFaults({ service: 'sns', operation: 'Publish', times: 2, fault: { kind: 'throttling' } });
  await here.change(trail);
  await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});

test('an event that fails on every attempt is reported, is sent to the failure queue, and does not affect later events', async () => {
  const trail = TRAILS.unread;
  const refusal = {
    kind: 'error',
    effect: 'before',
    code: 'AccessDeniedException',
    message: 'no',
    status: 400,
  } as const;
  injectFaults({ service: 'cloudtrail', operation: 'GetTrail', times: 3, fault: refusal });
  await here.change(trail);
  const { record } = await here.messageAbout(trail, 'FAILED', 'UpdateTrail');
  expect(record.detail).toContain('GetTrail returned AccessDeniedException: no');
  const { sqs } = here.administrator;
  const failure = async () => {
    const { Messages } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: here.outputs['FailureQueueUrl'] }));
    return Messages?.[0]?.Body;
  };
  const body = await until('The event in the failure queue', failure, { withinMs: WAIT_LIMIT_MS });
  expect(JSON.parse(body)).toMatchObject({ requestContext: { condition: 'RetriesExhausted' } });
  expect(body).toContain(trail);
  await here.change(trail);
  await here.messageAbout(trail, 'FIXED', 'UpdateTrail');
  await expectIntegrated(trail);
});
