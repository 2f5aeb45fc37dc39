import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { CreateTopicCommand, GetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, sessionWith } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { namesFor } from '../e2e/account.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { builtTemplates, Console, keysOf, upload } from './console.ts';

const HUB = 'us-east-1';
const OTHER = 'eu-west-1';
const THIRD = 'ap-southeast-2';
const TRAIL = 'audit';
const ROLE_IS_TAKEN = { FunctionRole: expect.stringContaining("'trailmend-function' already exists") };
const RULE_IS_TAKEN = { TrailChanges: expect.stringContaining("'trailmend-trail-changes' already exists") };

let aws: LocalAws;
let templates: { readonly hub: string; readonly forwarder: string };
let accounts = 500_000_000_000;

beforeAll(async () => {
  templates = await builtTemplates();
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
});

afterAll(() => aws?.stop());

/** An account of its own for each test. */
async function newAccount() {
  accounts += 1;
  const account = String(accounts);
  await upload({ ...aws, account }, { ...templates });
  return {
    stacksIn: (region: string) => new Console({ ...aws, account, region }),
    administratorIn: (region: string) => sessionWith({ ...aws, account, region }, keysOf(account)),
  };
}

/** Removes the target of the trail, and waits until the hub has repaired it. */
async function breakAndRepair(session: AwsSession): Promise<void> {
  const blanked = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await session.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, ...blanked }));
  const repaired = async () => {
    const { logGroupArn } = await describeTrail(session, TRAIL);
    return logGroupArn === namesFor(session, TRAIL).logGroupArn || undefined;
  };
  await until('The repair of the trail', repaired, { withinMs: WAIT_LIMIT_MS });
}

test('a second hub fails at the role of the function, wherever it is and whatever its mode, and the first one goes on', async () => {
  const { stacksIn, administratorIn } = await newAccount();
  const session = administratorIn(HUB);
  await makeTrail(session, TRAIL, await makeBucket(session, TRAIL));
  expect(await stacksIn(HUB).create('Trailmend', 'hub', { SettleSeconds: '0' })).toBe('CREATE_COMPLETE');

  await expect(stacksIn(HUB).create('Trailmend', 'hub')).rejects.toThrow('already exists');
  for (const [region, values] of [
    [HUB, { Mode: 'dry-run' }],
    [OTHER, {}],
  ] as const) {
    expect(await stacksIn(region).create('Second', 'hub', values)).toBe('ROLLBACK_COMPLETE');
    expect(await stacksIn(region).failuresOf('Second')).toMatchObject(ROLE_IS_TAKEN);
    await stacksIn(region).delete('Second');
  }
  await breakAndRepair(session);
});

test('a hub fails in the Region of a forwarder, a forwarder for another Region in that of the hub, and a second forwarder', async () => {
  const { stacksIn, administratorIn } = await newAccount();
  const session = administratorIn(OTHER);
  await makeTrail(session, TRAIL, await makeBucket(session, TRAIL));
  expect(await stacksIn(OTHER).create('Forwarder', 'forwarder', { HubRegion: HUB })).toBe('CREATE_COMPLETE');
  expect(await stacksIn(OTHER).create('Trailmend', 'hub')).toBe('ROLLBACK_COMPLETE');
  expect(await stacksIn(OTHER).failuresOf('Trailmend')).toMatchObject(RULE_IS_TAKEN);

  expect(await stacksIn(HUB).create('Trailmend', 'hub', { SettleSeconds: '0' })).toBe('CREATE_COMPLETE');
  expect(await stacksIn(HUB).create('Forwarder', 'forwarder', { HubRegion: OTHER })).toBe('ROLLBACK_COMPLETE');
  expect(await stacksIn(HUB).failuresOf('Forwarder')).toMatchObject(RULE_IS_TAKEN);
  expect(await stacksIn(OTHER).create('Second', 'forwarder', { HubRegion: HUB })).toBe('ROLLBACK_COMPLETE');
  const role = expect.stringContaining(`'TrailmendForwarder-${OTHER}' already exists`);
  expect(await stacksIn(OTHER).failuresOf('Second')).toMatchObject({ ForwarderRole: role });
  await breakAndRepair(session);
});

test('a hub with a topic for chat fails at a topic with its name, which stays as it is', async () => {
  const { stacksIn, administratorIn } = await newAccount();
  const { sns } = administratorIn(HUB);
  const theirs = { Name: 'trailmend-chat', Attributes: { DisplayName: 'theirs' } };
  const { TopicArn } = await sns.send(new CreateTopicCommand(theirs));
  expect(await stacksIn(HUB).create('Trailmend', 'hub', { ChatTopic: 'create' })).toBe('ROLLBACK_COMPLETE');
  const topicIsTaken = { Chat: expect.stringContaining("'trailmend-chat' already exists") };
  expect(await stacksIn(HUB).failuresOf('Trailmend')).toMatchObject(topicIsTaken);
  const { Attributes } = await sns.send(new GetTopicAttributesCommand({ TopicArn }));
  expect(Attributes).toMatchObject({ DisplayName: 'theirs' });
});

test('the sweep reports a forwarder to a Region without a hub', async () => {
  const { stacksIn, administratorIn } = await newAccount();
  expect(await stacksIn(OTHER).create('Forwarder', 'forwarder', { HubRegion: THIRD })).toBe('CREATE_COMPLETE');
  expect(await stacksIn(HUB).create('Trailmend', 'hub', { ForwarderRegions: OTHER })).toBe('CREATE_COMPLETE');
  const reported = async () =>
    (await readFunctionLog(administratorIn(HUB))).find(
      (line) => line.kind === 'outcome' && line.record.reason === 'not-listening',
    );
  expect(await until('The report', reported, { withinMs: WAIT_LIMIT_MS })).toMatchObject({
    record: { outcome: 'BLOCKED', subject: { kind: 'region', region: OTHER } },
  });
});

test.each([
  ['Mode', 'fix '],
  ['RetentionDays', '365 '],
  ['Regions', 'us-east-1 '],
  ['ForwarderRegions', 'eu-west-1, ap-southeast-2'],
  ['NotificationEmail', 'you@example.com '],
  ['NotificationEmail', 'you@example.com\t'],
  ['TopicKmsKeyArn', 'arn:aws:kms:us-east-1:111122223333:key/1f0c2b3a '],
  ['LogGroupPrefix', '/trailmend/ '],
  ['LogGroupPrefix', ''],
  ['PermissionsBoundaryArn', ' '],
])('CloudFormation refuses %s %j before it creates anything', async (name, value) => {
  const { stacksIn } = await newAccount();
  await expect(stacksIn(HUB).create('Trailmend', 'hub', { [name]: value })).rejects.toThrow(name);
  expect(await stacksIn(HUB).parametersOf('Trailmend')).toEqual({});
});

test.each([{}, { HubRegion: '' }, { HubRegion: 'us-east-1 ' }])(
  'CloudFormation refuses a forwarder with %j',
  async (values) => {
    const { stacksIn } = await newAccount();
    await expect(stacksIn(OTHER).create('Forwarder', 'forwarder', values)).rejects.toThrow('HubRegion');
  },
);
