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
const PARENT_REPORT = z.object({ pid: z.number(), parent: z.number(), folder: z.string() });

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

/** A zombie process, whose parent has not read its exit code, does not count as running. */
function isRunning(pid: number): boolean {
  return /^[^Z]/.test(ps('stat', pid));
}

function ps(column: string, pid: number): string {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8' }).trim();
  } catch {
    return ''; // ps fails for a process that does not exist.
  }
}

describe('no process survives', () => {
  test('a parent that is killed during an invocation', async () => {
    const parent = start(HANGING_PARENT);
    const { pid, parent: emulator, folder } = PARENT_REPORT.parse(JSON.parse(await firstLine(parent)));
    const leash = Number(ps('ppid', emulator));
    expect([pid, emulator, leash].map(isRunning)).toEqual([true, true, true]);
    expect(existsSync(folder)).toBe(true);

    parent.child.kill('SIGKILL');

    const isGone = () => ![pid, emulator, leash].some(isRunning) && !existsSync(folder);
    await eventually('function, emulator, leash and folder to be gone', () => isGone() || undefined);
  });

  test('a leash that is killed: the function and the emulator end, and the owner removes the folder', async () => {
    const parent = start(HANGING_PARENT);
    const { pid, parent: emulator, folder } = PARENT_REPORT.parse(JSON.parse(await firstLine(parent)));
    process.kill(Number(ps('ppid', emulator)), 'SIGKILL');

    await eventually('function and emulator to be gone', () => ![pid, emulator].some(isRunning) || undefined);
    await eventually('the folder to be gone', () => !existsSync(folder) || undefined);
  });

  test.each(['SIGINT', 'SIGTERM'] as const)('npm run local-aws after %s, which exits with 0', async (signal) => {
    const main = start(MAIN);
    expect(await firstLine(main)).toMatch(/^endpoint http:\/\/127\.0\.0\.1:\d+$/);
    const leash = Number(execFileSync('pgrep', ['-P', String(main.child.pid)], { encoding: 'utf8' }));

    main.child.kill(signal);

    expect(await main.ended).toBe(0);
    expect(isRunning(leash)).toBe(false);
  });

  test('npm run local-aws after the emulator is killed, which exits with 1 and an error message', async () => {
    const main = start(MAIN);
    await firstLine(main);
    const leash = execFileSync('pgrep', ['-P', String(main.child.pid)], { encoding: 'utf8' }).trim();
    process.kill(Number(execFileSync('pgrep', ['-P', leash], { encoding: 'utf8' })), 'SIGKILL');

    expect(await main.ended).toBe(1);
    expect(await main.stderr).toContain('The emulator ended unexpectedly');
  });
});

test('--roles, --settling and --rates set delays and rate limits of CloudTrail', async () => {
  const main = start(MAIN, '--roles', '0', '--settling', '999', '--rates');
  const endpoint = (await firstLine(main)).replace(/^endpoint /, '');
  const api = emulatorApi(new URL(endpoint));
  const where = { account: '111122223333', region: 'us-east-1' };
  const refusal = () =>
    api.json('cloudtrail', 'CloudTrail_20131101.StopLogging', { Name: 'audit' }, where, z.unknown()).then(
      () => 'none',
      ({ code }) => String(code),
    );
  const scene = new Scene({ endpoint }, where);
  const integration = await scene.integration('delivery');
  await scene.cloudTrail('CreateTrail', { Name: 'audit', S3BucketName: 'logs', ...integration });

  expect(await Promise.all(Array.from({ length: 20 }, refusal))).toContain('ThrottlingException');
  const passed = async () => [await refusal()].find((code) => code !== 'ThrottlingException');
  expect(await eventually('a call that is not throttled', passed)).toBe('ConflictException');
});

test('--report lists the calls that passed through unchecked at the end, and its endpoint at any time', async () => {
  const main = start(MAIN, '--report');
  const output: string[] = [];
  const lines = createInterface(main.child.stdout).on('line', (line) => output.push(line));
  const closed = new Promise((resolve) => lines.once('close', resolve));
  await eventually('the endpoint', () => output[0]);
  const endpoint = output[0]?.replace(/^endpoint /, '') ?? '';
  const api = emulatorApi(new URL(endpoint));
  const where = { account: '111122223333', region: 'us-east-1' };
  const scene = new Scene({ endpoint }, where);
  const listTables = (caller: object) =>
    api.json('dynamodb', 'DynamoDB_20120810.ListTables', {}, where, z.unknown(), { ...administrator, ...caller });
  const administrator = { accessKeyId: where.account };
  // IAM checks the calls of a session, CloudTrail's checks those of the trail, and those of the log
  // group cause events.
  await listTables(await scene.session('worker', 'session'));
  await scene.cloudTrail('DescribeTrails', {});
  await scene.integration('delivery');
  await listTables({});

  const unchecked = [
    { service: 'dynamodb', operation: 'ListTables', calls: 1, refused: 0 },
    { service: 'sts', operation: 'AssumeRole', calls: 1, refused: 0 },
  ];
  expect(await (await fetch(`${endpoint}/_trailmend/report`)).json()).toEqual(unchecked);

  main.child.kill('SIGINT');
  expect(await main.ended).toBe(0);
  await closed;
  expect(output.slice(1)).toEqual([
    'passed through unchecked:',
    'service   operation   calls  refused',
    'dynamodb  ListTables      1        0',
    'sts       AssumeRole      1        0',
  ]);
});

describe('invalid arguments cause one line of output and exit code 2', () => {
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
    const message = await main.stderr;
    expect(message).toContain(sentence);
    expect(message.trim().split('\n')).toHaveLength(1);
  });

  test('a port that is in use', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? String(address?.port) : '';

    const main = start(MAIN, '--port', port);

    expect(await main.ended).toBe(2);
    expect(await main.stderr).toBe(
      `Port ${port} of 127.0.0.1 is in use: choose another one, or none to get a free one.\n`,
    );
    server.close();
  });

  test('--help is a valid argument', async () => {
    const main = start(MAIN, '--help');
    expect(await firstLine(main)).toContain('Usage: npm run local-aws');
    expect(await main.ended).toBe(0);
  });
});
