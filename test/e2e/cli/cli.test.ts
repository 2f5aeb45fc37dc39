import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { StopLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeTrail } from '../../../demo/describe.ts';
import { type AwsSession, administratorOf, createUser, sessionWith } from '../../../demo/sessions.ts';
import { makeBucket, makeIntegration, makeTrail, trailArnOf } from '../../../demo/trails.ts';
import { until } from '../../../demo/until.ts';
import { outcomeRecordSchema } from '../../../lambda/core/model/outcome.ts';
import { type LocalAws, startLocalAws } from '../../../local/local-aws.ts';
import { WAIT_LIMIT_MS } from '../../support/wait-limit.ts';
import { namesFor } from '../account.ts';
import { performCommands } from '../aws-cli/perform-commands.ts';
import { type Ended, runCli } from './run-cli.ts';

let aws: LocalAws;
let here: AwsSession;
/** An account of its own for repairs, because a scan reads ten trails of a Region in seconds. */
let other: AwsSession;
const OTHER_ACCOUNT = '222233334444';
let home: string;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0, maximumTrails: 10 } });
  here = administratorOf(aws);
  home = aws.environment['HOME'] ?? '';
  const there = administratorOf({ ...aws, region: 'eu-west-1' });
  await makeTrail(here, 'healthy', await makeBucket(here, 'healthy'), await makeIntegration(here, 'healthy'));
  for (const trail of ['missing', 'planned', 'stopped']) await makeTrail(here, trail, await makeBucket(here, trail));
  other = sessionWith({ ...aws, account: OTHER_ACCOUNT }, { accessKeyId: OTHER_ACCOUNT, secretAccessKey: 'test' });
  for (const trail of ['fixed', 'resumed', 'interrupted', 'undone'])
    await makeTrail(other, trail, await makeBucket(other, trail));
  await here.cloudTrail.send(new StopLoggingCommand({ Name: 'stopped' }));
  await makeTrail(there, 'elsewhere', await makeBucket(there, 'elsewhere'));
  await aws.delivered();
  await mkdir(join(home, '.aws'), { recursive: true });
  await writeFile(join(home, '.aws/config'), profiles());
});

afterAll(() => aws?.stop());

/** Shared configuration as users have it: one profile with a Region, one that assumes a role. */
function profiles(): string {
  const keys = 'aws_access_key_id = test\naws_secret_access_key = test';
  return [
    `[profile admin]\nregion = us-east-1\nendpoint_url = ${aws.endpoint}\n${keys}`,
    `[profile nowhere]\nendpoint_url = ${aws.endpoint}\n${keys}`,
    '[profile nobody]\nregion = us-east-1',
    `[profile other]\nregion = us-east-1\nendpoint_url = ${aws.endpoint}\naws_access_key_id = ${OTHER_ACCOUNT}\naws_secret_access_key = test`,
  ].join('\n\n');
}

const run = (...given: string[]): Promise<Ended> => runCli(given, { HOME: home });
const asAdmin = (...given: string[]) => run(...given, '--profile', 'admin');
const inOther = (...given: string[]) => run(...given, '--profile', 'other');
const linesAbout = ({ stdout }: Ended, trail: string) =>
  stdout.split('\n').filter((line) => line.split(/ {2,}/)[2] === trail);

describe('trailmend scan', () => {
  test('has a line for every trail in every Region, and totals; a finding makes the exit code 1', async () => {
    const before = aws.calls().length;
    const ended = await asAdmin('scan');
    expect(ended).toMatchObject({ exitCode: 1, stderr: '' });
    expect(linesAbout(ended, 'healthy')).toEqual([expect.stringMatching(/^COMPLIANT +us-east-1 +healthy/)]);
    expect(linesAbout(ended, 'missing')).toEqual([
      expect.stringMatching(/^WOULD_FIX +us-east-1 +missing +log-group-not-set \(.*; 5 calls repair it/),
    ]);
    expect(linesAbout(ended, 'stopped')).toHaveLength(1);
    expect(linesAbout(ended, 'elsewhere')).toEqual([expect.stringMatching(/^WOULD_FIX +eu-west-1 +elsewhere/)]);
    expect(ended.stdout).toMatch(/\n5 trails: /);
    const operations = new Set(
      aws
        .calls()
        .slice(before)
        .map(({ operation }) => operation),
    );
    expect([...operations].filter((operation) => !/^(Get|List|Describe|Simulate)/.test(operation))).toEqual([]);
  });

  test('of one Region leaves the others out', async () => {
    const ended = await asAdmin('scan', '--region', 'eu-west-1');
    expect(linesAbout(ended, 'elsewhere')).toHaveLength(1);
    expect(linesAbout(ended, 'missing')).toEqual([]);
  });

  test('prints the outcome records as JSON', async () => {
    const { stdout } = await asAdmin('scan', '--output', 'json');
    const { outcomes } = JSON.parse(stdout);
    expect(outcomes).toHaveLength(5);
    for (const record of outcomes) expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
  });

  test('prints CSV with a header', async () => {
    const { stdout } = await asAdmin('scan', '--output', 'csv');
    const [header, ...lines] = stdout.trim().split('\n');
    expect(header).toBe('outcome,region,subject,why,whoCanAct');
    expect(lines).toHaveLength(5);
  });

  /** Runs as a new IAM user with the statements. */
  async function runAs(name: string, statements: object | readonly object[], ...given: string[]): Promise<Ended> {
    const user = await createUser(name, aws, statements);
    const { accessKeyId, secretAccessKey } = await user.cloudTrail.config.credentials();
    const keys = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
    return runCli(given, { HOME: home, AWS_ENDPOINT_URL: aws.endpoint, AWS_DEFAULT_REGION: 'us-east-1', ...keys });
  }

  test('needs no other permissions than those in its documentation', async () => {
    const text = await readFile(join(import.meta.dirname, '../../../docs/cli.md'), 'utf8');
    const [, policy = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const ended = await runAs('auditor', JSON.parse(policy).Statement, 'scan');
    expect(ended.stdout).toMatch(/\n5 trails: /);
    expect(ended.stdout).not.toMatch(/FAILED|not authorized/);
  });

  test('names the permission that the caller does not have', async () => {
    const statement = { Effect: 'Allow', Action: ['cloudtrail:*', 'ec2:DescribeRegions'], Resource: '*' };
    const ended = await runAs('reader', statement, 'scan');
    expect(ended.exitCode).toBe(1);
    expect(linesAbout(ended, 'healthy')).toEqual([expect.stringMatching(/^FAILED .*not authorized to perform/)]);
  });
});

test('trailmend report says what it does not know without a stack, and writes nothing', async () => {
  const before = aws.calls().length;
  const { exitCode, stdout, stderr } = await asAdmin('report');
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(stdout).toMatch(/^<!doctype html>[\s\S]*not known: no deployed stack found in us-east-1[\s\S]*<\/html>\n$/);
  expect(stdout).toContain(trailArnOf(here, 'healthy'));
  expect(stdout).toMatch(/000000000000_CloudTrail_us-east-1<\/span> <span>took events until/);
  const operations = aws
    .calls()
    .slice(before)
    .map(({ operation }) => operation);
  expect(operations.filter((operation) => !/^(Get|List|Describe|Simulate)/.test(operation))).toEqual([]);
});

describe('trailmend plan', () => {
  test('shows the exact calls, and changes nothing', async () => {
    const ended = await asAdmin('plan', 'missing');
    expect(ended.exitCode).toBe(1);
    expect(ended.stdout).toMatch(/missing \(us-east-1\): WOULD_FIX[\s\S]*1\. CreateLogGroup \{.*\n.*2\. PutRetention/);
    expect((await asAdmin('plan', trailArnOf(here, 'healthy'))).exitCode).toBe(0);
  });

  test('as AWS CLI commands repairs the trail', async () => {
    const { stdout } = await asAdmin('plan', 'planned', '--format', 'aws-cli');
    const commands = stdout.split('\n').filter((line) => line.startsWith('aws '));
    expect(commands.join('\n')).not.toContain('permissions-boundary');
    await performCommands(aws, commands);
    expect(await asAdmin('plan', 'planned', '--format', 'json')).toMatchObject({ exitCode: 0 });
  });

  test('as Terraform declares the trail as it is, with the two values of the repair', async () => {
    const { stdout, exitCode } = await asAdmin('plan', 'missing', '--format', 'terraform');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/resource "aws_cloudtrail" "missing" \{\n {2}name += "missing"/);
    expect(stdout).toMatch(/cloud_watch_logs_role_arn += aws_iam_role\.missing\.arn/);
    expect(stdout).not.toContain('did not read');
  });

  test.each([
    ['mising', 'us-east-1 has no trail mising. Did you mean missing?'],
    ['arn:aws:cloudtrail:eu-west-2:000000000000:trail/x', /^trailmend: eu-west-2 has no trail arn:/],
  ])('of the unknown trail %s names the nearest one', async (trail, message) => {
    const { exitCode, stderr } = await asAdmin('plan', trail);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(message);
  });
});

describe('trailmend fix', () => {
  test('shows the plan, makes the calls, and reads the result back', async () => {
    const ended = await inOther('fix', 'fixed', '--yes');
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' });
    expect(ended.stdout).toMatch(/The calls that repair it[\s\S]*\nFIXED +us-east-1 +fixed/);
    expect(await describeTrail(other, 'fixed')).toMatchObject(namesFor(other, 'fixed'));
    expect(await inOther('fix', 'fixed')).toMatchObject({ exitCode: 0, stderr: '' });
  });

  test('changes nothing where nobody can answer', async () => {
    const before = await describeTrail(here, 'missing');
    const { exitCode, stderr } = await asAdmin('fix', 'missing');
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: 'trailmend: Nobody can confirm these 5 calls here. Use --yes to make them.\n',
    });
    expect(await describeTrail(here, 'missing')).toEqual(before);
  });

  test('that Ctrl-C ends between two calls is finished by the next run', async () => {
    const controller = new AbortController();
    aws.faults.set([{ service: 'cloudtrail', operation: 'UpdateTrail', fault: { kind: 'throttling' } }]);
    const interrupted = runCli(
      ['fix', 'interrupted', '--yes', '--profile', 'other'],
      { HOME: home },
      controller.signal,
    );
    const isWaiting = async () =>
      aws
        .calls()
        .some(
          ({ operation, input }) => operation === 'PutRolePolicy' && JSON.stringify(input).includes('interrupted'),
        ) || undefined;
    await until('That the command made the role', isWaiting, { withinMs: WAIT_LIMIT_MS });
    controller.abort();
    await interrupted;
    aws.faults.clear();
    expect(await inOther('fix', 'interrupted', '--yes')).toMatchObject({ exitCode: 0, stderr: '' });
    expect(await describeTrail(other, 'interrupted')).toMatchObject(namesFor(other, 'interrupted'));
  });

  test('says what is not fixed, and finishes it when it is run again', async () => {
    const fault = {
      kind: 'error',
      code: 'AccessDeniedException',
      message: 'no',
      status: 400,
      effect: 'before',
    } as const;
    aws.faults.set([{ service: 'cloudtrail', operation: 'UpdateTrail', fault }]);
    const denied = await inOther('fix', 'resumed', '--yes');
    aws.faults.clear();
    expect(denied.exitCode).toBe(1);
    expect(denied.stdout).toMatch(/\nBLOCKED +us-east-1 +resumed +.*UpdateTrail/);
    const { exitCode, stdout } = await inOther('fix', 'resumed', '--yes');
    expect({ exitCode, calls: [...stdout.matchAll(/\d\. (\w+)/g)].map(([, call]) => call) }).toEqual({
      exitCode: 0,
      calls: ['UpdateTrail'],
    });
  });
});

describe('trailmend undo without a stack', () => {
  test('finds the repair of a command in the event history', async () => {
    expect(await inOther('fix', 'undone', '--yes')).toMatchObject({ exitCode: 0 });
    const ended = await inOther('undo', 'undone', '--days', '2', '--yes');
    expect(ended).toMatchObject({ exitCode: 0, stdout: expect.stringContaining("says CloudTrail's event history") });
    expect((await describeTrail(other, 'undone')).logGroupArn ?? '').toBe('');
    const again = await inOther('undo', 'undone', '--yes');
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('There is nothing to undo') });
  });
});

describe('trailmend verify', () => {
  test('shows the two clocks of a trail that delivers, and what is wrong with another one', async () => {
    const ended = await asAdmin('verify', 'healthy');
    expect(ended.exitCode).toBe(0);
    expect(ended.stdout).toMatch(
      /^DELIVERS +us-east-1 +healthy +last delivery to CloudWatch Logs: 20\S+, to the bucket: 20/,
    );
    const broken = await asAdmin('verify', 'missing');
    expect(broken.exitCode).toBe(1);
    expect(broken.stdout).toMatch(/^BROKEN +us-east-1 +missing .*log-group-not-set/);
  });

  test('waits for the next delivery', async () => {
    const before = aws.calls().length;
    const ended = asAdmin('verify', 'healthy', '--wait');
    const isPolling = async () =>
      aws
        .calls()
        .slice(before)
        .filter(({ operation }) => operation === 'GetTrailStatus').length > 1 || undefined;
    await until('That the command polls', isPolling, { withinMs: WAIT_LIMIT_MS });
    await here.sns.send(new CreateTopicCommand({ Name: 'something-to-record' }));
    await aws.delivered();
    expect(await ended).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^DELIVERS +us-east-1 +healthy/) });
  });
});

describe('what a user can correct takes one line and the exit code 2:', () => {
  const PLACE = { AWS_REGION: 'us-east-1' };
  const BESIDE_OPTION = /No Region: set AWS_REGION, or give the profile a region\./;
  const NO_REGION = /cannot use the Region us-est-1. Did you mean us-east-1/;
  test.each<[string, readonly string[], Readonly<Record<string, string>>, RegExp]>([
    ['an unknown command', ['scn'], {}, /^trailmend: unknown command 'scn'. Did you mean scan\?\n$/],
    ['an unknown option', ['scan', '--fast'], {}, /^trailmend: unknown option '--fast'. Use --help.\n$/],
    ['an option that resembles another', ['scan', '--regions', 'x'], {}, /'--regions'. Did you mean --region\?\n$/],
    ['a missing argument', ['undo'], {}, /^trailmend: missing required argument 'trail'. Use --help.\n$/],
    ['no Region for plan', ['plan', '--profile', 'nowhere'], {}, /No Region: use --region, set AWS_REGION, or give/],
    ['no Region for scan, whose --region is another', ['scan', '--profile', 'nowhere'], {}, BESIDE_OPTION],
    ['no Region for report, whose --region is another', ['report', '--profile', 'nowhere'], {}, BESIDE_OPTION],
    ['no credentials', ['scan'], { ...PLACE, AWS_EC2_METADATA_DISABLED: 'true' }, /No AWS credentials/],
    ['a profile without credentials', ['scan', '--profile', 'nobody'], {}, /No AWS credentials/],
    ['an unknown profile', ['scan', '--profile', 'admim'], PLACE, /no profile admim. Did you mean admin/],
    ['an unknown Region of scan', ['scan', '--profile', 'admin', '--region', 'us-est-1'], {}, NO_REGION],
    ['an unknown Region of plan', ['plan', '--profile', 'admin', '--region', 'us-est-1'], {}, NO_REGION],
    ['an unknown Region of doctor', ['doctor', '--profile', 'admin', '--region', 'us-est-1'], {}, NO_REGION],
    ['a timeout that is no number', ['verify', '--timeout', 'soon'], {}, /whole number of minutes/],
    ['an endpoint that is no URL', ['scan', '--endpoint-url', 'localhost:1'], {}, /must be a URL/],
    [
      'an endpoint that is not reachable',
      ['scan', '--profile', 'admin', '--endpoint-url', 'http://127.0.0.1:9'],
      {},
      /AWS is not reachable/,
    ],
  ])('%s', async (_what, given, environment, message) => {
    const { exitCode, stdout, stderr } = await runCli(given, { HOME: home, ...environment });
    expect(stderr).toMatch(message);
    expect({ exitCode, stdout, stack: /\n +at /.test(stderr) }).toEqual({ exitCode: 2, stdout: '', stack: false });
  });

  test('unless --debug asks for the trace', async () => {
    const { stderr } = await run('scan', '--profile', 'nowhere', '--debug');
    expect(stderr).toMatch(/\n +at /);
  });
});

test('the help of each command has examples', async () => {
  for (const command of ['scan', 'report', 'plan', 'fix', 'verify', 'undo', 'resume', 'accept', 'history']) {
    const { exitCode, stdout } = await run(command, '--help');
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`  trailmend ${command}`);
  }
});
