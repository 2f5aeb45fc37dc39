import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import { DescribeLogGroupsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { ListPoliciesCommand, ListRolesCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeTrail } from '../../demo/describe.ts';
import { readFunctionLog } from '../../demo/function-log.ts';
import { type AwsSession, administratorOf, createUser } from '../../demo/sessions.ts';
import { makeBucket, makeTrail } from '../../demo/trails.ts';
import { until } from '../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import type { Ended } from '../e2e/cli/run-cli.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { builtTemplates, Console, keysOf, upload } from './console.ts';

const HUB = 'us-east-1';
const OTHER = 'eu-west-1';
const SCRIPT = fileURLToPath(new URL('../../scripts/uninstall.ts', import.meta.url));
const WITHIN = { withinMs: WAIT_LIMIT_MS };

let aws: LocalAws;
let administrator: AwsSession;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 }, recording: { stackEvents: true } });
  administrator = administratorOf(aws);
  const { hub, forwarder } = await builtTemplates();
  await upload(aws, { hub, forwarder });
  await makeTrail(administrator, 'audit', await makeBucket(administrator, 'audit'));
});

afterAll(() => aws?.stop());

/** Runs `npm run uninstall-trailmend` without a terminal. */
function uninstall(given: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ended> {
  const env = { ...aws.environment, ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, [SCRIPT, ...given], { env }, (error, stdout, stderr) => {
      resolve({ exitCode: Number(error?.code ?? 0), stdout, stderr });
    });
  });
}

/** The names of what trailmend has in the account. */
async function installed() {
  const { iam, dynamoDb, logs } = administrator;
  const stacks = [HUB, OTHER].map(async (region) => {
    const client = new CloudFormationClient({ region, endpoint: aws.endpoint, credentials: keysOf(aws.account) });
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({}));
    return Stacks.map(({ StackName }) => `${StackName} in ${region}`);
  });
  const [{ Roles = [] }, { Policies = [] }, { TableNames = [] }, { logGroups = [] }] = await Promise.all([
    iam.send(new ListRolesCommand({ PathPrefix: '/trailmend/' })),
    iam.send(new ListPoliciesCommand({ Scope: 'Local' })),
    dynamoDb.send(new ListTablesCommand({})),
    logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: '/trailmend/' })),
  ]);
  return {
    stacks: (await Promise.all(stacks)).flat(),
    roles: Roles.map(({ RoleName }) => RoleName),
    boundaries: Policies.map(({ PolicyName }) => PolicyName),
    ledgers: TableNames,
    logGroups: logGroups.map(({ logGroupName }) => logGroupName),
  };
}

/** Deploys the hub, and waits until its first sweep has repaired the trail and ended. */
async function deploy(): Promise<void> {
  const before = await sweepsReported();
  expect(await new Console(aws).create('Trailmend', 'hub', { SettleSeconds: '0' })).toBe('CREATE_COMPLETE');
  await until('The repair', async () => (await describeTrail(administrator, 'audit')).roleArn || undefined, WITHIN);
  await until('The end of the sweep', async () => (await sweepsReported()).find((id) => !before.includes(id)), WITHIN);
}

/** The ids of the last record of each first sweep, which is about the account. */
async function sweepsReported(): Promise<readonly string[]> {
  const lines = await readFunctionLog(administrator);
  return lines.flatMap((line) =>
    line.kind === 'outcome' && line.record.reason === 'nobody-subscribed' ? line.record.id : [],
  );
}

/** Ends the delivery of the trail to CloudWatch Logs. */
async function blank(): Promise<void> {
  const input = { Name: 'audit', CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await administrator.cloudTrail.send(new UpdateTrailCommand(input));
}

test('trailmend is uninstalled as far as trails permit, and deployed again beside what stays, and beside nothing', async () => {
  await deploy();
  expect(await new Console({ ...aws, region: OTHER }).create('Forwarder', 'forwarder', { HubRegion: HUB })).toBe(
    'CREATE_COMPLETE',
  );
  const before = await installed();
  const repaired = await describeTrail(administrator, 'audit');
  expect(before).toMatchObject({
    stacks: ['Trailmend in us-east-1', 'Forwarder in eu-west-1'],
    roles: [expect.stringContaining('railmend')],
    boundaries: [expect.stringContaining('railmend')],
    ledgers: [expect.stringContaining('railmend')],
  });

  const shown = await uninstall([]);
  expect(shown).toMatchObject({
    exitCode: 2,
    stderr: 'trailmend: Nobody can confirm these 3 resources here. Use --yes to delete them.\n',
  });
  const [role, boundary, ledger] = [before.roles[0], before.boundaries[0], before.ledgers[0]];
  expect(shown.stdout.split('\n').map((line) => line.replaceAll(/ {2,}/g, '  '))).toEqual(
    expect.arrayContaining([
      'Account 000000000000',
      'DELETE  stack  Trailmend  us-east-1  the function, with its event rules, queues, topic and alarms',
      'DELETE  stack  Forwarder  eu-west-1  a forwarder',
      `STAYS  delivery role  ${role}  trail audit delivers with it`,
      `STAYS  boundary policy  ${boundary}  it is the boundary of ${role}`,
      `DELETE  ledger  ${ledger}  us-east-1  the history of the trails`,
      'Keep these commands: without the stack, this program finds log groups under /trailmend/ only.',
    ]),
  );
  expect(await installed()).toEqual(before);

  const elsewhere = await uninstall(['--yes', '--region', OTHER]);
  expect(elsewhere).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'trailmend: The stack Trailmend of trailmend is in us-east-1, and not in eu-west-1. Use --region us-east-1.\n',
  });
  expect(await installed()).toEqual(before);

  expect(await uninstall(['--yes'])).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await installed()).toEqual({ ...before, stacks: [], ledgers: [] });
  expect(await describeTrail(administrator, 'audit')).toEqual(repaired);
  expect(await uninstall(['--yes'])).toMatchObject({ exitCode: 0, stderr: 'trailmend: There is nothing to delete.\n' });

  // Beside the role, its boundary and the log group.
  await deploy();
  await blank();
  await until('The repair', async () => (await describeTrail(administrator, 'audit')).roleArn || undefined, WITHIN);
  expect(await uninstall(['--yes'])).toMatchObject({ exitCode: 0 });
  await blank();
  expect(await uninstall(['--yes'])).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('deleted  delivery role'),
  });
  expect(await installed()).toEqual({
    stacks: [],
    roles: [],
    boundaries: [],
    ledgers: [],
    logGroups: ['/trailmend/audit'],
  });

  await deploy();
  expect((await describeTrail(administrator, 'audit')).logGroupArn).toBe(repaired.logGroupArn);
});

test('an account without trailmend has nothing to uninstall', async () => {
  expect(await uninstall(['--yes'], { AWS_ACCESS_KEY_ID: '111122223333' })).toEqual({
    exitCode: 2,
    stdout: '',
    stderr: 'trailmend: The account 111122223333 has no stack of trailmend, and nothing that one left.\n',
  });
});

describe('a caller without a permission', () => {
  async function uninstallBy(name: string, statement: object): Promise<Ended> {
    const user = await createUser(name, aws, { Effect: 'Allow', Resource: '*', ...statement });
    const { accessKeyId, secretAccessKey } = await user.iam.config.credentials();
    return uninstall([], { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey });
  }

  test.each([
    ['ec2:DescribeRegions', 'DescribeRegions returned'],
    ['cloudformation:DescribeStacks', 'The stacks of us-east-1 are unread: DescribeStacks returned'],
    ['iam:ListRoles', 'What is installed is unread: ListRoles returned'],
  ])('%s gets one line that names it', async (NotAction, message) => {
    const ended = await uninstallBy(NotAction.replace(':', '-'), { NotAction });
    expect(ended).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ended.stderr).toMatch(/^trailmend: .* Allow the call, or use other credentials\.\n$/);
    expect(ended.stderr).toContain(`trailmend: ${message}`);
    expect(ended.stderr).toContain(NotAction);
  });

  test('in a Region is noted once for all that stays there', async () => {
    const Condition = { StringNotEquals: { 'aws:RequestedRegion': OTHER } };
    const { stderr } = await uninstallBy('elsewhere', { Action: '*', Condition });
    expect(stderr).toMatch(/^trailmend: The stacks of eu-west-1 are unread, and stay: DescribeStacks returned /);
    expect(stderr).toMatch(/^trailmend: The log groups of eu-west-1 are unread, and stay: /m);
  });
});

test.each([
  [['extra'], /too many arguments/],
  [['--region', 'us-east-2000'], /Region us-east-2000/],
])('wrong use ends with a line that says so: %j', async (given, message) => {
  expect(await uninstall(given)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(message) });
});
