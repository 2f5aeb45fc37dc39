import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { type AwsSession, administratorOf, createUser } from '../../../demo/sessions.ts';
import { makeBucket, makeIntegration, makeTrail } from '../../../demo/trails.ts';
import { until } from '../../../demo/until.ts';
import { type LocalAws, startLocalAws } from '../../../local/local-aws.ts';
import { WAIT_LIMIT_MS } from '../../support/wait-limit.ts';
import { builtCli } from './built-cli.ts';
import { type Ended, runCli, runInTerminal } from './run-cli.ts';

const WITHIN = { withinMs: WAIT_LIMIT_MS };
const DENIED = { kind: 'error', code: 'AccessDenied', message: 'denied', status: 403, effect: 'before' } as const;
const EMPTY_ACCOUNT = '111122223333';

let aws: LocalAws;
let here: AwsSession;
let home: string;

beforeAll(async () => {
  aws = await startLocalAws({ cloudTrail: { roleVisibleAfterMs: 0 } });
  here = administratorOf(aws);
  home = aws.environment['HOME'] ?? '';
  await makeTrail(here, 'missing', await makeBucket(here, 'missing'));
  await makeTrail(here, 'healthy', await makeBucket(here, 'healthy'), await makeIntegration(here, 'healthy'));
  await aws.delivered();
  await mkdir(join(home, '.aws/sso/cache'), { recursive: true });
});
afterEach(() => void aws.faults.clear());
afterAll(() => aws?.stop());

const KEYS = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
const place = () => ({ HOME: home, AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: 'us-east-1' });
const asAdmin = (...given: readonly string[]): Promise<Ended> => runCli(given, { ...place(), ...KEYS });
const callsSince = (count: number) => aws.calls().slice(count);

/** The keys of a new IAM user with one statement. */
async function keysOf(name: string, statement: object): Promise<Readonly<Record<string, string>>> {
  const user = await createUser(name, aws, statement);
  const { accessKeyId, secretAccessKey } = await user.cloudTrail.config.credentials();
  return { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
}

describe('without permissions', () => {
  let keys: Readonly<Record<string, string>>;
  beforeAll(async () => {
    keys = await keysOf('nobody', { Effect: 'Deny', Action: '*', Resource: '*' });
  });

  test.each([['plan'], ['verify'], ['fix --yes'], ['plan missing'], ['verify --all-regions']])(
    '%s names the denied call, and is no success',
    async (given) => {
      const { exitCode, stdout, stderr } = await runCli(given.split(' '), { ...place(), ...keys });
      expect(stderr).toMatch(/us-east-1.* DescribeTrails .*not authorized to perform: cloudtrail:DescribeTrails/);
      expect({ exitCode, stdout, stack: /\n +at /.test(stderr) }).toEqual({ exitCode: 2, stdout: '', stack: false });
    },
  );

  test('scan has a line for each denied call', async () => {
    const { exitCode, stdout } = await runCli(['scan'], { ...place(), ...keys });
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^FAILED +us-east-1 +\(Region\) +DescribeTrails .*not authorized/m);
    expect(stdout).toMatch(/^FAILED +\(account 000000000000\) +DescribeRegions .*not authorized/m);
  });
});

test('a Region that AWS does not list is noted, and is no success', async () => {
  const elsewhere = { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
  const keys = await keysOf('regional', { Effect: 'Allow', Action: '*', Resource: '*', Condition: elsewhere });
  const { exitCode, stdout, stderr } = await runCli(['verify', '--all-regions'], { ...place(), ...keys });
  expect(stdout).toMatch(/^\w+ +us-east-1 +healthy /m);
  expect(stderr).toMatch(/^trailmend: eu-west-1: DescribeTrails returned AccessDenied.*\n$/);
  expect(exitCode).toBe(1);
});

describe('without trails', () => {
  test.each([['plan'], ['verify'], ['fix']])('%s of a Region says so', async (command) => {
    expect(await asAdmin(command, '--region', 'eu-west-1')).toMatchObject({
      exitCode: 2,
      stdout: '',
      stderr: 'trailmend: eu-west-1 is the home Region of no trail. Use --region or --all-regions.\n',
    });
  });

  test('scan of a Region says so, too', async () => {
    expect(await asAdmin('scan', '--region', 'eu-west-1')).toMatchObject({
      exitCode: 0,
      stdout: '0 trails\n',
      stderr: 'trailmend: eu-west-1 is the home Region of no trail. Leave --region out to scan every Region.\n',
    });
  });

  test('the account has a finding', async () => {
    const empty = { ...place(), ...KEYS, AWS_ACCESS_KEY_ID: EMPTY_ACCOUNT };
    const scanned = await runCli(['scan'], empty);
    expect(scanned).toMatchObject({
      exitCode: 1,
      stderr: '',
      stdout: expect.stringMatching(/no-trail[\s\S]*\n0 trails; 1/),
    });
    const planned = await runCli(['plan', '--all-regions'], empty);
    expect(planned).toMatchObject({ exitCode: 2, stderr: 'trailmend: The account has no trail.\n' });
  });
});

test.each([
  ['ExpiredToken', 'The AWS credentials are expired. Sign in again'],
  ['InvalidClientTokenId', 'AWS does not accept these credentials.'],
])('credentials that AWS refuses with %s take one line', async (code, says) => {
  const fault = { kind: 'error', code, message: 'refused', status: 403, effect: 'before' } as const;
  aws.faults.set([{ service: 'sts', operation: 'GetCallerIdentity', fault }]);
  const { exitCode, stderr } = await asAdmin('scan');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(new RegExp(`^trailmend: ${says}.*\n$`));
});

describe('a profile that assumes a role', () => {
  const base = '[profile base]\naws_access_key_id = test\naws_secret_access_key = test\n';
  const profile =
    '[profile auditor]\nrole_arn = arn:aws:iam::000000000000:role/auditor\nsource_profile = base\nregion = us-east-1\n';
  const withProfile = (name: string) =>
    runCli(['plan', '--profile', name], { HOME: home, AWS_ENDPOINT_URL: aws.endpoint });

  beforeAll(async () => {
    await writeFile(join(home, '.aws/config'), `${base}${profile}`);
    const document = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
    const trust = { Effect: 'Allow', Principal: { AWS: '000000000000' }, Action: 'sts:AssumeRole' };
    await here.iam.send(new CreateRoleCommand({ RoleName: 'auditor', AssumeRolePolicyDocument: document(trust) }));
    const reads = { Effect: 'Allow', Action: ['cloudtrail:*', 'logs:*', 'iam:*', 'cloudformation:*'], Resource: '*' };
    await here.iam.send(
      new PutRolePolicyCommand({ RoleName: 'auditor', PolicyName: 'reads', PolicyDocument: document(reads) }),
    );
  });

  test('calls AWS as that role', async () => {
    const before = aws.calls().length;
    const { exitCode, stdout, stderr } = await withProfile('auditor');
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    expect(stdout).toContain('missing (us-east-1): WOULD_FIX');
    const operations = callsSince(before).map(({ operation }) => operation);
    expect(operations.slice(0, 2)).toEqual(['AssumeRole', 'GetCallerIdentity']);
    expect(operations.filter((operation) => operation === 'AssumeRole')).toHaveLength(1);
  });

  test('that the caller may not assume takes one line', async () => {
    aws.faults.set([{ service: 'sts', operation: 'AssumeRole', fault: DENIED }]);
    const { exitCode, stdout, stderr } = await withProfile('auditor');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^trailmend: AWS denied the call to this caller\. Use .*\(AccessDenied: denied\)\n$/);
  });
});

test('--profile precedes keys in the environment, and those precede AWS_PROFILE', async () => {
  const config = `[profile admin]\naws_access_key_id = test\naws_secret_access_key = test\nregion = us-east-1\n`;
  await writeFile(join(home, '.aws/config'), config);
  const ofEmptyAccount = { ...place(), ...KEYS, AWS_ACCESS_KEY_ID: EMPTY_ACCOUNT };
  const chosen = await runCli(['scan', '--profile', 'admin'], ofEmptyAccount);
  expect(chosen).toMatchObject({ stderr: '', stdout: expect.stringContaining('2 trails') });
  const inherited = await runCli(['scan'], { ...ofEmptyAccount, AWS_PROFILE: 'admin' });
  expect(inherited).toMatchObject({ stderr: '', stdout: expect.stringContaining('0 trails') });
});

describe('an SSO profile', () => {
  const PROFILE = [
    '[profile sso]\nsso_session = corp\nsso_account_id = 000000000000\nsso_role_name = Audit\nregion = us-east-1',
    '[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.awsapps.com/start',
  ].join('\n');
  const TOKEN = join('.aws/sso/cache', `${createHash('sha1').update('corp').digest('hex')}.json`);
  const saveToken = (expiresAt: string) =>
    writeFile(join(home, TOKEN), JSON.stringify({ accessToken: 'token', expiresAt, region: 'us-east-1' }));

  beforeAll(() => writeFile(join(home, '.aws/config'), PROFILE));
  const scan = (environment: Readonly<Record<string, string>> = {}) =>
    runCli(['plan', '--profile', 'sso'], { HOME: home, AWS_ENDPOINT_URL: aws.endpoint, ...environment });

  test('gets its credentials with the token of "aws sso login"', async () => {
    await saveToken('2099-01-01T00:00:00Z');
    const requests: unknown[] = [];
    const portal = createServer(({ url, headers }, response) => {
      requests.push([url, headers['x-amz-sso_bearer_token']]);
      const keys = {
        accessKeyId: 'test',
        secretAccessKey: 'test',
        sessionToken: 'session',
        expiration: 4_070_908_800_000,
      };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ roleCredentials: keys }));
    });
    await once(portal.listen(0, '127.0.0.1'), 'listening');
    const { port } = portal.address() as AddressInfo;
    const ended = await scan({ AWS_ENDPOINT_URL_SSO: `http://127.0.0.1:${port}` });
    portal.close();
    expect(ended).toMatchObject({ stderr: '', stdout: expect.stringContaining('missing (us-east-1): ') });
    expect(requests).toEqual([['/federation/credentials?account_id=000000000000&role_name=Audit', 'token']]);
  });

  test('whose token is expired says how to sign in', async () => {
    await saveToken('2020-01-01T00:00:00Z');
    const { exitCode, stdout, stderr } = await scan();
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^trailmend: .*aws sso login.*\n$/);
  });
});

describe('in a terminal of 40 columns', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the terminal's own
  const COLOR = /\u001B\[\d+m/;

  test('progress takes one line that disappears, and the outcome has a colour', async () => {
    const { exitCode, stdout } = await runInTerminal(40, ['scan'], { ...place(), ...KEYS });
    expect(exitCode).toBe(1);
    const [before = '', result = ''] = stdout.split('\u001B[33mWOULD_FIX');
    const lines = before.split('\r\u001B[K');
    expect(lines.length).toBeGreaterThan(2);
    expect(lines.filter((line) => line.length >= 40 || line.includes('\n'))).toEqual([]);
    expect(lines.at(-1)).toBe('');
    expect(result).toMatch(/us-east-1 +missing .*\r\n[\s\S]*\n2 trails: [A-Z0-9_, ]+\r\n$/);
  });

  test('NO_COLOR leaves the colours out', async () => {
    const { stdout } = await runInTerminal(40, ['scan'], { ...place(), ...KEYS, NO_COLOR: '1' });
    expect(stdout).toContain('WOULD_FIX');
    expect(stdout).not.toMatch(COLOR);
  });
});

test('a reader that closes the pipe ends a scan without a stack trace, and with its exit code', async () => {
  const child = spawn(process.execPath, [await builtCli(), 'scan', '--output', 'json'], {
    env: { PATH: process.env['PATH'], ...place(), ...KEYS },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += text;
  });
  const [exitCode] = await once(child, 'close');
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
});

test('Ctrl-C ends a scan without a stack trace', async () => {
  const controller = new AbortController();
  const before = aws.calls().length;
  aws.faults.set([{ service: 'cloudtrail', operation: 'DescribeTrails', fault: { kind: 'throttling' } }]);
  const interrupted = runCli(['scan'], { ...place(), ...KEYS }, controller.signal);
  const isScanning = async () =>
    callsSince(before).some(({ operation }) => operation === 'DescribeTrails') || undefined;
  await until('That the scan lists trails', isScanning, WITHIN);
  controller.abort();
  expect(await interrupted).toMatchObject({ signal: 'SIGINT', stdout: '', stderr: '' });
});
