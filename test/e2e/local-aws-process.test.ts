import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from '@jest/globals';
import * as z from 'zod/mini';
import { emulatorApi } from '../../local/emulator/api.ts';
import { eventually, Scene } from '../../local/test/support/scene.ts';

const MAIN = fileURLToPath(new URL('../../local/main.ts', import.meta.url));
const HANGING_PARENT = fileURLToPath(new URL('../../local/test/support/hanging-parent.ts', import.meta.url));
const REMAINS = z.object({ pid: z.number(), parent: z.number(), folder: z.string() });

const started: ChildProcess[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function start(script: string, ...options: string[]) {
  const child = spawn(process.execPath, [script, ...options], { stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, stderr: text(child.stderr) };
}

async function firstLine(child: ReturnType<typeof start>): Promise<string> {
  const line = new Promise<string>((resolve) => createInterface(child.child.stdout).once('line', resolve));
  return Promise.race([line, child.ended.then(async () => Promise.reject(new Error(await child.stderr)))]);
}

/** A zombie that waits for its parent to look at it does not run any more. */
function isRunning(pid: number): boolean {
  return /^[^Z]/.test(ps('stat', pid));
}

function ps(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // ps fails for a process that is not there
  }
}

describe('nothing survives', () => {
  test('a parent that is killed with an invocation in flight', async () => {
    const parent = start(HANGING_PARENT);
    const { pid, parent: emulator, folder } = REMAINS.parse(JSON.parse(await firstLine(parent)));
    const leash = Number(ps('ppid', emulator));
    expect([pid, emulator, leash].map(isRunning)).toEqual([true, true, true]);
    expect(existsSync(folder)).toBe(true);

    parent.child.kill('SIGKILL');

    const gone = () => ![pid, emulator, leash].some(isRunning) && !existsSync(folder);
    await eventually('function, emulator, leash and folder to be gone', () => gone() || undefined);
  });

  test('a leash that is killed: function and emulator end by themselves, the folder by its owner', async () => {
    const parent = start(HANGING_PARENT);
    const { pid, parent: emulator, folder } = REMAINS.parse(JSON.parse(await firstLine(parent)));
    process.kill(Number(ps('ppid', emulator)), 'SIGKILL');

    await eventually('function and emulator to be gone', () => ![pid, emulator].some(isRunning) || undefined);
    await eventually('the folder to be gone', () => !existsSync(folder) || undefined);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('npm run local-aws after %s, which it answers with 0', async (signal) => {
    const main = start(MAIN);
    expect(await firstLine(main)).toMatch(/^endpoint http:\/\/127\.0\.0\.1:\d+$/);
    const leash = Number(execFileSync('pgrep', ['-P', String(main.child.pid)], { encoding: 'utf8' }));

    main.child.kill(signal);

    expect(await main.ended).toBe(0);
    expect(isRunning(leash)).toBe(false);
  });

  test('an emulator that is killed ends npm run local-aws with 1 and a sentence', async () => {
    const main = start(MAIN);
    await firstLine(main);
    const leash = execFileSync('pgrep', ['-P', String(main.child.pid)], { encoding: 'utf8' }).trim();
    process.kill(Number(execFileSync('pgrep', ['-P', leash], { encoding: 'utf8' })), 'SIGKILL');

    expect(await main.ended).toBe(1);
    expect(await main.stderr).toContain('The emulator ended unexpectedly');
  });
});

test('--roles, --settling and --rates make CloudTrail slower and stricter', async () => {
  const main = start(MAIN, '--roles', '0', '--settling', '999', '--rates');
  const endpoint = (await firstLine(main)).replace(/^endpoint /, '');
  const api = emulatorApi(new URL(endpoint));
  const where = { account: '111122223333', region: 'us-east-1' };
  const refusal = () =>
    api.json('cloudtrail', 'CloudTrail_20131101.StopLogging', { Name: 'audit' }, where, z.unknown()).then(
      () => 'none',
      ({ code }) => String(code),
    );
  const there = new Scene({ endpoint }, where);
  const integration = await there.integration('delivery');
  await there.cloudTrail('CreateTrail', { Name: 'audit', S3BucketName: 'logs', ...integration });

  expect(await Promise.all(Array.from({ length: 20 }, refusal))).toContain('ThrottlingException');
  const passed = async () => [await refusal()].find((code) => code !== 'ThrottlingException');
  expect(await eventually('a call that is not throttled', passed)).toBe('ConflictException');
});

test('--report lists at the end, and its endpoint at any time, what passed through unchecked', async () => {
  const main = start(MAIN, '--report');
  const said: string[] = [];
  const lines = createInterface(main.child.stdout).on('line', (line) => said.push(line));
  const closed = new Promise((resolve) => lines.once('close', resolve));
  await eventually('the endpoint', () => said[0]);
  const endpoint = said[0]?.replace(/^endpoint /, '') ?? '';
  const api = emulatorApi(new URL(endpoint));
  const where = { account: '111122223333', region: 'us-east-1' };
  const there = new Scene({ endpoint }, where);
  const ask = (caller: object) =>
    api.json('dynamodb', 'DynamoDB_20120810.ListTables', {}, where, z.unknown(), { ...administrator, ...caller });
  const administrator = { accessKeyId: where.account };
  // A session's calls are decided by IAM, the trail's by CloudTrail's checks, the group's become events.
  await ask(await there.session('worker', 'session'));
  await there.cloudTrail('DescribeTrails', {});
  await there.integration('delivery');
  await ask({});

  const unchecked = [
    { service: 'dynamodb', operation: 'ListTables', calls: 1, refused: 0 },
    { service: 'sts', operation: 'AssumeRole', calls: 1, refused: 0 },
  ];
  expect(await (await fetch(`${endpoint}/_trailmend/report`)).json()).toEqual(unchecked);

  main.child.kill('SIGINT');
  expect(await main.ended).toBe(0);
  await closed;
  expect(said.slice(1)).toEqual([
    'passed through unchecked:',
    'service   operation   calls  refused',
    'dynamodb  ListTables      1        0',
    'sts       AssumeRole      1        0',
  ]);
});

describe('wrong arguments give one line and exit code 2', () => {
  test.each([
    { options: ['--port', 'http'], sentence: "'--port <number>' argument 'http' is invalid. Give a number" },
    {
      options: ['--roles', '-1'],
      sentence: "'--roles <seconds>' argument '-1' is invalid. Give a number of seconds",
    },
    { options: ['--settling', '1.5'], sentence: "argument '1.5' is invalid. Give a number of seconds" },
    { options: ['--port', '70000'], sentence: "'--port <number>' argument '70000' is invalid. Give a number" },
    { options: ['--reports'], sentence: "unknown option '--reports'" },
    { options: ['now'], sentence: 'too many arguments' },
  ])('$options', async ({ options, sentence }) => {
    const main = start(MAIN, ...options);
    expect(await main.ended).toBe(2);
    const said = await main.stderr;
    expect(said).toContain(sentence);
    expect(said.trim().split('\n')).toHaveLength(1);
  });

  test('a port that is in use', async () => {
    const taker = createServer();
    await new Promise<void>((resolve) => taker.listen(0, '127.0.0.1', resolve));
    const address = taker.address();
    const port = typeof address === 'object' ? String(address?.port) : '';

    const main = start(MAIN, '--port', port);

    expect(await main.ended).toBe(2);
    expect(await main.stderr).toBe(
      `Port ${port} of 127.0.0.1 is in use: choose another one, or none to get a free one.\n`,
    );
    taker.close();
  });

  test('--help is not', async () => {
    const main = start(MAIN, '--help');
    expect(await firstLine(main)).toContain('Usage: npm run local-aws');
    expect(await main.ended).toBe(0);
  });
});
