import { AttachPolicyCommand, CreatePolicyCommand, DetachPolicyCommand } from '@aws-sdk/client-organizations';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { describeTrail } from '../../demo/describe.ts';
import { type AwsSession, administratorOf } from '../../demo/sessions.ts';
import { type ReceivedMessage, type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { runSweep } from '../../demo/sweep.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { TRAIL_CHANGES_RULE } from '../../lambda/core/integration/names.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { StackOutputs } from '../../local/deploy.ts';
import { type EmulatorApi, emulatorApi } from '../../local/emulator/api.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { bootstrapAccount, deployStack } from '../support/deploy-stack.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { namesFor } from './account.ts';

const SCHEDULE = z.looseObject({
  ScheduleExpression: z.string(),
  Target: z.object({ Arn: z.string(), Input: z.string() }),
});

let aws: LocalAws;
let api: EmulatorApi;
let here: AwsSession;
let elsewhere: AwsSession;
let outputs: StackOutputs;
let subscriber: Subscriber;
let recordsWithoutTrails: readonly OutcomeRecord[];

beforeAll(async () => {
  // Every event is lost, so that only sweeps can find issues.
  aws = await startLocalAws({
    cloudTrail: { roleVisibleAfterMs: 0 },
    recording: { disturbances: [{ does: 'lose' }] },
  });
  api = emulatorApi(new URL(aws.endpoint));
  here = administratorOf(aws);
  elsewhere = administratorOf({ ...aws, region: 'eu-west-1' });
  await bootstrapAccount(aws);
  outputs = await deployStack(aws, { SettleSeconds: '0' });
  subscriber = await subscribe(here, outputs['TopicArn'] ?? '');
  recordsWithoutTrails = await swept();
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

const swept = (regions?: readonly string[]) => runSweep({ aws, functionName: outputs['FunctionName'] ?? '' }, regions);

test('an account without trails is reported', () => {
  expect(recordsWithoutTrails).toMatchObject([
    { outcome: 'BLOCKED', reason: 'not-covered', findings: [{ rule: 'no-trail' }, {}] },
  ]);
});

test('sweeps find trails without events in every Region, repair them, and then find them healthy', async () => {
  await makeTrail(here, 'lost-here', await makeBucket(here, 'lost-here'));
  await makeTrail(elsewhere, 'lost-there', await makeBucket(elsewhere, 'lost-there'));
  const arns = [trailArnOf(here, 'lost-here'), trailArnOf(elsewhere, 'lost-there')];
  const outcomesOf = (records: readonly OutcomeRecord[]) =>
    arns.map((arn) => records.filter(({ trailArn }) => trailArn === arn).map(({ outcome }) => outcome));

  expect(outcomesOf(await swept())).toEqual([['FIXED'], ['FIXED']]);
  expect(await describeTrail(here, 'lost-here')).toMatchObject(namesFor(here, 'lost-here'));
  expect(await describeTrail(elsewhere, 'lost-there')).toMatchObject(namesFor(elsewhere, 'lost-there'));

  // The delivery of later calls verifies both repairs.
  await elsewhere.sns.send(new CreateTopicCommand({ Name: 'something-to-record' }));
  await aws.delivered();
  expect(outcomesOf(await swept())).toEqual([['VERIFIED'], ['VERIFIED']]);

  const before = aws.calls().length;
  expect(outcomesOf(await swept())).toEqual([['COMPLIANT'], ['COMPLIANT']]);
  const calls = aws
    .calls()
    .slice(before)
    .filter(({ caller }) => caller === 'function');
  const lists = calls.filter(({ operation }) => operation === 'DescribeTrails').map(({ region }) => region);
  expect(lists).toEqual(expect.arrayContaining(['us-east-1', 'eu-west-1', 'ap-south-1', 'sa-east-1']));
  expect(new Set(lists).size).toBe(lists.length);
  const written = calls.filter(
    ({ service, operation }) => service !== 'dynamodb' && !/^(Get|List|Describe)/.test(operation),
  );
  // The probe.
  expect(written.map(({ operation }) => operation)).toEqual(['PutEvents']);
});

test('a sweep of selected Regions reads no other Region', async () => {
  const before = aws.calls().length;
  await swept(['eu-west-1']);
  const calls = aws
    .calls()
    .slice(before)
    .filter(({ caller }) => caller === 'function');
  expect(calls.filter(({ operation }) => operation === 'DescribeTrails').map(({ region }) => region)).toEqual([
    'eu-west-1',
  ]);
  // The Regions of the input are compared with those of the account.
  expect(calls.filter(({ operation }) => operation === 'DescribeRegions')).toHaveLength(1);
  expect(calls.some(({ operation }) => operation === 'DescribeRule')).toBe(false);
});

test('a Region closed by a service control policy is reported once, and the sweep covers the others', async () => {
  const { organizations, account } = here;
  const Condition = { StringEquals: { 'aws:RequestedRegion': 'eu-west-3' } };
  const Statement = [{ Effect: 'Deny', Action: '*', Resource: '*', Condition }];
  const closes = { Name: 'closes', Description: '', Content: JSON.stringify({ Version: '2012-10-17', Statement }) };
  const { Policy } = await organizations.send(new CreatePolicyCommand({ Type: 'SERVICE_CONTROL_POLICY', ...closes }));
  const attached = { PolicyId: Policy?.PolicySummary?.Id, TargetId: account };
  await organizations.send(new AttachPolicyCommand(attached));
  const isOfRegion = ({ subject }: OutcomeRecord) => subject.kind === 'region' && subject.region === 'eu-west-3';
  try {
    for (const trail of ['beside-closed', 'beside-closed-later']) {
      await makeTrail(here, trail, await makeBucket(here, trail));
      const outcomes = await swept();
      expect(outcomes.filter(isOfRegion)).toMatchObject([
        { outcome: 'SKIPPED', reason: 'region-closed', detail: expect.stringContaining('cloudtrail:DescribeTrails') },
      ]);
      expect(outcomes.filter(({ outcome }) => outcome === 'FAILED')).toEqual([]);
      expect(await messageAbout(trailArnOf(here, trail))).toMatchObject({ record: { outcome: 'FIXED' } });
      const aboutRegion = async () => (await subscriber.received()).filter(({ record }) => isOfRegion(record));
      // The sweep reports Regions after their trails.
      await until('The message about eu-west-3', async () => (await aboutRegion())[0], { withinMs: WAIT_LIMIT_MS });
      expect(await aboutRegion()).toMatchObject([{ subject: 'INFO: a service control policy closes eu-west-3' }]);
    }
  } finally {
    await organizations.send(new DetachPolicyCommand(attached));
  }
  expect((await swept()).filter(isOfRegion)).toEqual([]);
});

test('a disabled event rule is only found and reported by a sweep', async () => {
  const rule = { Name: TRAIL_CHANGES_RULE };
  await api.json('events', 'AWSEvents.DisableRule', rule, here, z.unknown());
  expect((await swept()).filter(({ reason }) => reason === 'not-listening')).toMatchObject([
    {
      outcome: 'BLOCKED',
      subject: { kind: 'region', region: aws.region },
      detail: expect.stringContaining('disabled'),
    },
  ]);
  await api.json('events', 'AWSEvents.EnableRule', rule, here, z.unknown());
  expect((await swept()).filter(({ reason }) => reason === 'not-listening')).toEqual([]);
});

test('the schedule invokes the function with the input of a sweep', async () => {
  const listed = await api.rest('scheduler', 'GET', '/schedules', here);
  const [{ Name, GroupName } = { Name: '', GroupName: '' }] = z
    .object({ Schedules: z.array(z.looseObject({ Name: z.string(), GroupName: z.string() })) })
    .parse(listed).Schedules;
  const schedule = SCHEDULE.parse(
    await api.rest('scheduler', 'GET', `/schedules/${Name}?groupName=${GroupName}`, here),
  );
  expect(schedule).toMatchObject({
    ScheduleExpression: 'rate(60 minutes)',
    Target: { Input: '{"kind":"sweep","due":"<aws.scheduler.scheduled-time>"}' },
  });
  expect(schedule.Target.Arn).toMatch(new RegExp(`:function:${outputs['FunctionName']}$`));
});

function messageAbout(trailArn: string): Promise<ReceivedMessage> {
  const found = async () => (await subscriber.received()).find(({ record }) => record.trailArn === trailArn);
  return until(`The message about ${trailArn}`, found, { withinMs: WAIT_LIMIT_MS });
}
