import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import { ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf, createEngineer } from '../../demo/sessions.ts';
import { type Subscriber, subscribe } from '../../demo/subscriber.ts';
import { makeBucket, makeTrail, trailArnOf } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { namesFor } from '../e2e/account.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { previousTemplates } from '../upgrade/previous-templates.ts';
import { builtTemplates, Console, finishedSweeps, upload } from './console.ts';

const WITHIN = { withinMs: WAIT_LIMIT_MS };
const TRAIL = 'audit';
const FORWARDER = 'TrailmendForwarder-eu-west-1';
/** No value is a default. */
const SETTINGS = {
  RetentionDays: '400',
  SettleSeconds: '0',
  RestartLogging: 'always',
  SweepMinutes: '180',
  ExcludedTrails: 'lab',
  NotificationEmail: 'you@example.com',
  ForwarderRegions: 'eu-west-1',
};

let aws: LocalAws;
let administrator: AwsSession;
let stacks: Console;
let subscriber: Subscriber | undefined;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  administrator = administratorOf(aws);
  stacks = new Console(aws);
  const [previous, { hub, forwarder }] = await Promise.all([previousTemplates(), builtTemplates()]);
  await upload(aws, { previous: previous.hub, hub, 'previous-forwarder': previous.forwarder, forwarder });
});

afterAll(async () => {
  subscriber?.close();
  await aws?.stop();
});

async function keysOfLedger(TableName: string | undefined): Promise<readonly string[]> {
  const { Items = [] } = await administrator.dynamoDb.send(new ScanCommand({ TableName, ConsistentRead: true }));
  return Items.map(({ pk, sk }) => `${pk?.S} ${sk?.S}`).toSorted();
}

/** Waits for the end of as many sweeps of all Regions. */
async function sweepsEnded(logGroupName: string | undefined, count: number): Promise<void> {
  const ended = async () => (await finishedSweeps(administrator.logs, logGroupName)) >= count || undefined;
  await until(`The end of sweep ${count}`, ended, WITHIN);
}

async function messages() {
  const received = (await subscriber?.received()) ?? [];
  return received
    .filter(({ record }) => record.trailArn === trailArnOf(administrator, TRAIL))
    .map(({ record }) => record.outcome);
}

/**
 * Removes the target of the trail, and waits for the message about its repair.
 * @param caller another one each time: trailmend reports a repeat of the same caller later
 */
async function breakAndRepair(caller: AwsSession): Promise<void> {
  const repairs = async () => (await messages()).filter((outcome) => outcome === 'FIXED').length;
  const before = await repairs();
  const blanked = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await caller.cloudTrail.send(new UpdateTrailCommand({ Name: TRAIL, ...blanked }));
  await until('The message about the repair', async () => (await repairs()) > before || undefined, WITHIN);
  expect(await describeTrail(administrator, TRAIL)).toMatchObject(namesFor(administrator, TRAIL));
}

async function records() {
  return (await readFunctionLog(administrator)).flatMap((line) => (line.kind === 'outcome' ? [line.record] : []));
}

const aboutRegions = async () => (await records()).filter(({ subject }) => subject?.kind === 'region');

/** The last outcome of the trail. A sweep that does not know of the repair reports COMPLIANT. */
async function lastOutcome() {
  return (await records()).findLast(({ trailArn }) => trailArn === trailArnOf(administrator, TRAIL))?.outcome;
}

/** What the function made for trails. */
async function made() {
  const { Roles = [] } = await administrator.iam.send(new ListRolesCommand({ PathPrefix: '/trailmend/' }));
  const { logGroups = [] } = await administrator.logs.send(
    new DescribeLogGroupsCommand({ logGroupNamePrefix: '/trailmend/' }),
  );
  return {
    roles: Roles.map(({ RoleId, RoleName }) => `${RoleName} ${RoleId}`),
    logGroups: logGroups.map(({ logGroupName, creationTime }) => `${logGroupName} ${creationTime}`),
  };
}

test('an upgrade keeps settings, history, subscription, delivery role and log group, and reports no trail again', async () => {
  const elsewhere = new Console({ ...aws, region: SETTINGS.ForwarderRegions });
  const forwards = { HubRegion: aws.region };
  expect(await elsewhere.create(FORWARDER, 'previous-forwarder', forwards)).toBe('CREATE_COMPLETE');
  expect(await stacks.create('Trailmend', 'previous', SETTINGS)).toBe('CREATE_COMPLETE');
  const before = await stacks.resourcesOf('Trailmend');
  subscriber = await subscribe(administrator, before['Topic'] ?? '');
  await sweepsEnded(before['RemediatorLog'], 1);
  await makeTrail(administrator, TRAIL, await makeBucket(administrator, TRAIL));
  await breakAndRepair(administrator);
  await aws.settled();
  const reported = await messages();
  const [history, resources] = [await keysOfLedger(before['Ledger']), await made()];

  expect(await stacks.update('Trailmend', 'hub')).toBe('UPDATE_COMPLETE');
  await sweepsEnded(before['RemediatorLog'], 2);
  await aws.settled();
  expect(await stacks.parametersOf('Trailmend')).toMatchObject(SETTINGS);
  const after = await stacks.resourcesOf('Trailmend');
  for (const id of ['Ledger', 'RemediatorLog', 'Topic', 'TopicEmail', 'FunctionRole', 'DeliveryRoleBoundary']) {
    expect([id, after[id]]).toEqual([id, before[id] ?? 'missing before the upgrade']);
  }
  expect(await messages()).toEqual(reported);
  expect(['FIXED', 'VERIFIED']).toContain(await lastOutcome());
  expect(await keysOfLedger(after['Ledger'])).toEqual(expect.arrayContaining([...history]));

  await breakAndRepair(await createEngineer('sam', aws));
  expect(await made()).toEqual(resources);

  // The hub of the new version knows the forwarder of the previous one.
  expect(await aboutRegions()).toEqual([]);
  expect(await elsewhere.update(FORWARDER, 'forwarder')).toBe('UPDATE_COMPLETE');
  const there = administratorOf({ ...aws, region: SETTINGS.ForwarderRegions });
  await makeTrail(there, 'elsewhere', await makeBucket(there, 'elsewhere'));
  const repaired = async () => {
    const { logGroupArn } = await describeTrail(there, 'elsewhere');
    return logGroupArn === namesFor(there, 'elsewhere').logGroupArn || undefined;
  };
  await until('The repair by an event of the forwarder', repaired, WITHIN);
});
