import { GetTrailCommand, ListTagsCommand, PutEventSelectorsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Evidence, evidenceSchema } from '../../../cli/evidence/schema.ts';
import { plant } from '../../../demo/ledger-table.ts';
import { createUser } from '../../../demo/sessions.ts';
import { runSweep } from '../../../demo/sweep.ts';
import { makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../../demo/trails.ts';
import { outcomeRecordSchema } from '../../../lambda/core/model/outcome.ts';
import { ACCEPT_TAG } from '../../../lambda/core/model/posture.ts';
import { type Account, accountWithTrailmend, namesFor } from '../account.ts';
import { type Ended, runCli } from './run-cli.ts';

let here: Account;

beforeAll(async () => {
  here = await accountWithTrailmend(['repaired', 'awaited']);
  const { administrator, aws } = here;
  const bucket = await makeBucket(administrator, 'narrowed');
  await makeTrail(administrator, 'narrowed', bucket, await makeIntegration(administrator, 'narrowed'));
  // The stack repairs the first trails, and remembers the settings of the third.
  await runSweep({ aws, functionName: here.outputs['FunctionName'] ?? '' });
});

afterAll(() => here?.close());

type Keys = Readonly<Record<'accessKeyId' | 'secretAccessKey', string>>;

function runAs({ accessKeyId, secretAccessKey }: Keys, given: readonly string[]): Promise<Ended> {
  const { HOME = '', AWS_ENDPOINT_URL = '', AWS_REGION = '' } = here.aws.environment;
  const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return runCli(given, { HOME, AWS_ENDPOINT_URL, AWS_REGION, ...keys });
}

const run = (...given: string[]) => runAs({ accessKeyId: 'test', secretAccessKey: 'test' }, given);

async function tagsOf(trail: string): Promise<Readonly<Record<string, string | undefined>>> {
  const ResourceIdList = [trailArnOf(here.engineer, trail)];
  const { ResourceTagList } = await here.administrator.cloudTrail.send(new ListTagsCommand({ ResourceIdList }));
  const tags = ResourceTagList?.flatMap(({ TagsList = [] }) => TagsList) ?? [];
  return Object.fromEntries(tags.map(({ Key = '', Value }) => [Key, Value]));
}

async function targetOf(Name: string) {
  const { Trail } = await here.administrator.cloudTrail.send(new GetTrailCommand({ Name }));
  return { logGroupArn: Trail?.CloudWatchLogsLogGroupArn ?? '', roleArn: Trail?.CloudWatchLogsRoleArn ?? '' };
}

describe('with a deployed stack', () => {
  test('a scan knows what the function repaired', async () => {
    const { exitCode, stdout, stderr } = await run('scan');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    // Only the ledger knows that a repair waits for its first delivery, or had it.
    expect(stdout).toMatch(/^(VERIFIED|FIXED) +us-east-1 +repaired /m);
  });

  test('a caller who may not read the ledger gets a scan, and reads what it does not know', async () => {
    const statement = {
      Effect: 'Allow',
      Action: ['cloudtrail:*', 'logs:*', 'iam:*', 'ec2:*', 'organizations:*', 'cloudformation:*', 'lambda:Get*'],
      Resource: '*',
    };
    const reader = await createUser('reader', here.aws, statement);
    const { exitCode, stdout, stderr } = await runAs(await reader.cloudTrail.config.credentials(), ['scan']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^COMPLIANT +us-east-1 +repaired /m);
    expect(stderr).toMatch(/^trailmend: The ledger .* is unread \(GetItem returned AccessDenied.* does not know what/);
  });

  test('the history has what the function did, and its last message', async () => {
    const { exitCode, stdout, stderr } = await run('history', 'repaired');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(
      /^20\S+Z {2}FIXED +us-east-1 {2}repaired {2}sweep; .*calls: CreateLogGroup, .*UpdateTrail$/m,
    );
    expect(stdout).toMatch(/^20\S+Z {2}last message about repaired: FIXED$/m);
    const { records } = JSON.parse((await run('history', 'repaired', '--output', 'json')).stdout);
    expect(records[0]).toEqual(outcomeRecordSchema.parse(records[0]));
  });

  test('the report has the repairs of the function, and the state of each trail', async () => {
    const { stdout, stderr } = await run('report', '--format', 'json');
    expect(stderr).toBe('');
    const evidence: Evidence = evidenceSchema.parse(JSON.parse(stdout));
    expect(evidence).toMatchObject({ stack: { known: true, value: { name: 'Trailmend', mode: 'fix' } } });
    const repaired = evidence.trails.find(({ name }) => name === 'repaired');
    expect(repaired?.incidents[0]).toMatchObject({
      kind: 'broken',
      rules: ['log-group-not-set', 'role-not-set'],
      repaired: { by: 'trailmend', operations: expect.arrayContaining(['CreateRole', 'UpdateTrail']) },
    });
    expect(repaired?.logGroupArn.known && repaired.roleArn.known && repaired.streams.known).toBe(true);
  });

  test('what another version wrote into the ledger is not guessed', async () => {
    const { administrator } = here;
    const remember = (version: number) =>
      plant(administrator, here, trailArnOf(administrator, 'narrowed'), { version });
    await remember(99);
    try {
      const planned = await run('plan', 'narrowed');
      expect(planned).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('COMPLIANT') });
      expect(planned.stderr).toMatch(/^trailmend: .*\/narrowed is unread .*\. Use the deployed version .*\n$/);
      const accepted = await run('accept', 'narrowed');
      expect(accepted).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('is unread') });
    } finally {
      await remember(1);
    }
  });

  test('a stack that is not there is an error', async () => {
    const { exitCode, stdout, stderr } = await run('scan', '--stack', 'Trailment');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('The stack Trailment is not in us-east-1.');
  });
});

describe('trailmend undo', () => {
  test('brings back where a trail delivered, and the function leaves it until trailmend resume', async () => {
    const repaired = await targetOf('repaired');
    const undone = await run('undo', 'repaired', '--yes');
    expect(undone).toMatchObject({ exitCode: 0, stderr: '' });
    expect(undone.stdout).toContain(`  log group: ${repaired.logGroupArn}`);
    expect(await here.outcomeOf('repaired', 'UpdateTrail')).toBe('SKIPPED');
    expect(await targetOf('repaired')).toEqual({ logGroupArn: '', roleArn: '' });
    expect((await tagsOf('repaired'))['trailmend:exclude']).toMatch(/^\d{4}-\d\d-\d\d$/);

    expect(await run('resume', 'repaired', '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await here.outcomeOf('repaired', 'RemoveTags')).toBe('FIXED');
    expect({ target: await targetOf('repaired'), tags: await tagsOf('repaired') }).toEqual({
      target: namesFor(here.engineer, 'repaired'),
      tags: {},
    });
  });

  test('changes nothing when nobody can answer, and when nothing was repaired', async () => {
    const before = await targetOf('awaited');
    const unanswered = await run('undo', 'awaited');
    expect(unanswered).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Nobody can confirm these 2 calls'),
    });
    const tags = await tagsOf('narrowed');
    const unrepaired = await run('undo', 'narrowed', '--yes');
    expect(unrepaired).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining('nothing to undo') });
    expect({ target: await targetOf('awaited'), tags: await tagsOf('awaited') }).toEqual({ target: before, tags: {} });
    expect(await tagsOf('narrowed')).toEqual(tags);
  });
});

describe('trailmend accept', () => {
  test('accepts weaker settings, and the function says so', async () => {
    const EventSelectors = [{ ReadWriteType: 'WriteOnly' as const, IncludeManagementEvents: true }];
    await here.administrator.cloudTrail.send(new PutEventSelectorsCommand({ TrailName: 'narrowed', EventSelectors }));
    await here.messageAbout('narrowed', 'BLOCKED', 'PutEventSelectors');
    const accepted = await run('accept', 'narrowed', '--yes');
    expect(accepted).toMatchObject({ exitCode: 0, stderr: '' });
    expect(Object.keys(await tagsOf('narrowed'))).toEqual([ACCEPT_TAG]);
    await here.messageAbout('narrowed', 'COMPLIANT', 'AddTags');
    const again = await run('accept', 'narrowed', '--yes');
    expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('there is nothing to accept') });
  });
});
