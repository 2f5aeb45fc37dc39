import {
  AddTagsCommand,
  DeleteTrailCommand,
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  PutEventSelectorsCommand,
  StopLoggingCommand,
  UpdateTrailCommand,
  type UpdateTrailCommandInput,
} from '@aws-sdk/client-cloudtrail';
import { CreateBucketCommand, PutBucketPolicyCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bucketPolicy } from '../../demo/policies.ts';
import { runSweep } from '../../demo/sweep.ts';
import { makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../demo/trails.ts';
import type { OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { ACCEPT_TAG } from '../../lambda/core/model/posture.ts';
import { deployStack } from '../support/deploy-stack.ts';
import { type Account, accountWithTrailmend, unseen } from './account.ts';
import { commandsIn, performCommands } from './aws-cli/perform-commands.ts';

/** A run that still waits at a deployment would leave its settings to a later event. */
const AT_ONCE = { SettleSeconds: '0' };
const BLANK = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
const TRAILS = {
  deleted: 'restore-deleted',
  weakened: 'restore-weakened',
  moved: 'restore-moved',
  stopped: 'restore-stopped',
  blanked: 'restore-blanked',
};

let here: Account;

beforeAll(async () => {
  here = await accountWithTrailmend([]);
  await unseen(here, async () => {
    for (const trail of Object.values(TRAILS)) await makeOwnTrail(trail);
  });
  // The ledger knows the settings of a trail that trailmend saw healthy.
  await runSweep({ aws: here.aws, functionName: here.outputs['FunctionName'] ?? '' });
});

afterAll(() => here?.close());

/** A trail that its owner integrated, with event selectors and a tag of its own. */
async function makeOwnTrail(name: string): Promise<void> {
  const { engineer, administrator } = here;
  const integration = await makeIntegration(administrator, name);
  await makeTrail(administrator, name, await makeBucket(engineer, name), integration);
  const TagsList = [{ Key: 'owner', Value: "the payers' team" }];
  const ResourceId = trailArnOf(administrator, name);
  await administrator.cloudTrail.send(new AddTagsCommand({ ResourceId, TagsList }));
  const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true, DataResources: [] }];
  await administrator.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: name, EventSelectors }));
}

/**
 * What AWS reports of a trail. Its role may be one of trailmend afterwards, if the trail lost its
 * own.
 */
async function settingsOf(trail: string, keepsRole: boolean): Promise<unknown> {
  const { cloudTrail } = here.administrator;
  const ResourceIdList = [trailArnOf(here.administrator, trail)];
  const [{ Trail }, { IsLogging }, { EventSelectors }, { ResourceTagList }] = await Promise.all([
    cloudTrail.send(new GetTrailCommand({ Name: trail })),
    cloudTrail.send(new GetTrailStatusCommand({ Name: trail })),
    cloudTrail.send(new GetEventSelectorsCommand({ TrailName: trail })),
    cloudTrail.send(new ListTagsCommand({ ResourceIdList })),
  ]);
  const { CloudWatchLogsRoleArn = 'none', ...settings } = Trail ?? {};
  const role = keepsRole ? CloudWatchLogsRoleArn : CloudWatchLogsRoleArn !== 'none';
  return { settings, role, IsLogging, EventSelectors, tags: ResourceTagList?.[0]?.TagsList };
}

/**
 * Weakens a trail, performs the commands of the message about it, and expects the trail as it was.
 * @returns the operations of the commands
 */
async function restored(
  trail: string,
  weaken: () => Promise<unknown>,
  { outcome, by, keepsRole = true }: { outcome: OutcomeWord; by: string; keepsRole?: boolean },
): Promise<readonly string[]> {
  const before = await settingsOf(trail, keepsRole);
  await weaken();
  const { text } = await here.messageAbout(trail, outcome, by);
  const commands = commandsIn(text).filter((command) => !command.includes(ACCEPT_TAG));
  await performCommands(here.aws, commands);
  expect(await settingsOf(trail, keepsRole)).toEqual(before);
  return commands.map((command) => command.split(' ')[2] ?? '');
}

const update = (input: UpdateTrailCommandInput) => here.engineer.cloudTrail.send(new UpdateTrailCommand(input));

describe('in mode fix, the commands in a message restore what trailmend does not', () => {
  beforeAll(async () => {
    await deployStack(here.aws, { ...AT_ONCE, Mode: 'fix' });
  });

  test('after the deletion of a trail, with its event selectors and tags', async () => {
    const weaken = () => here.engineer.cloudTrail.send(new DeleteTrailCommand({ Name: TRAILS.deleted }));
    const operations = await restored(TRAILS.deleted, weaken, { outcome: 'SKIPPED', by: 'DeleteTrail' });
    expect(operations).toEqual(['create-trail', 'put-event-selectors', 'start-logging']);
  });

  test('after a change of the bucket, the Regions and the validation, in one call', async () => {
    const Name = TRAILS.weakened;
    const weaker = { S3BucketName: await otherBucket(Name), IsMultiRegionTrail: false, EnableLogFileValidation: false };
    const weaken = () => update({ Name, ...BLANK, ...weaker });
    const operations = await restored(Name, weaken, { outcome: 'BLOCKED', by: 'UpdateTrail', keepsRole: false });
    expect(operations).toEqual(['update-trail']);
  });

  test('after a move to another log group', async () => {
    const Name = TRAILS.moved;
    const { logGroupArn, roleArn } = await makeIntegration(here.administrator, `${Name}-elsewhere`);
    const target = { CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn };
    const weaken = () => here.administrator.cloudTrail.send(new UpdateTrailCommand({ Name, ...target }));
    const operations = await restored(Name, weaken, { outcome: 'BLOCKED', by: 'UpdateTrail' });
    expect(operations).toEqual(['update-trail']);
  });
});

describe('in mode dry-run, the commands in a message make the repair', () => {
  beforeAll(async () => {
    await deployStack(here.aws, { ...AT_ONCE, Mode: 'dry-run' });
  });

  test('of a stopped trail', async () => {
    const weaken = () => here.engineer.cloudTrail.send(new StopLoggingCommand({ Name: TRAILS.stopped }));
    const operations = await restored(TRAILS.stopped, weaken, { outcome: 'WOULD_FIX', by: 'StopLogging' });
    expect(operations).toEqual(['start-logging']);
  });

  test('of a trail without its log group and its role', async () => {
    const weaken = () => update({ Name: TRAILS.blanked, ...BLANK });
    const change = { outcome: 'WOULD_FIX', by: 'UpdateTrail', keepsRole: false } as const;
    expect(await restored(TRAILS.blanked, weaken, change)).toEqual(['create-role', 'put-role-policy', 'update-trail']);
  });
});

/** Another bucket to which CloudTrail may write the log files of a trail. */
async function otherBucket(trail: string): Promise<string> {
  const { administrator } = here;
  const Bucket = `${trail}-elsewhere-${administrator.account}`;
  const Policy = bucketPolicy(administrator.account, Bucket, trailArnOf(administrator, trail));
  await administrator.s3.send(new CreateBucketCommand({ Bucket }));
  await administrator.s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  return Bucket;
}
