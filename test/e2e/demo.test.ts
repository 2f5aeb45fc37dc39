import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../demo/until.ts';
import { startLocalAws } from '../../local/local-aws.ts';
import { WAIT_LIMIT_MS } from '../support/wait-limit.ts';
import { processesWith } from './leftovers.ts';

const DEMO = fileURLToPath(new URL('../../demo/main.ts', import.meta.url));
const onLinux = process.platform === 'linux' ? test : test.skip;

/** Contains HOME and TMPDIR of the demo, and so every file that the demo leaves. */
let folder: string;
let demo: ChildProcess;
let output: string;

// Creates the Python environment of the project once, with pip's cache in the real HOME.
beforeAll(async () => {
  await (await startLocalAws()).stop();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailmend-e2e-'));
});

afterEach(() => {
  demo.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

describe('npm run demo with a pipe as its output', () => {
  test('prints the repair, exits with 0, and leaves no process and no file', async () => {
    start();
    expect([await exitCode(), output]).toEqual([0, expect.any(String)]);
    for (const text of [
      'REPAIRED',
      'now        arn:aws:logs:us-east-1:000000000000:log-group:/trailmend/orders:*',
      'now        last at ',
      '365 days',
      'cloudtrail.amazonaws.com',
      'logs:PutLogEvents',
      'Subject: REPAIRED: CloudWatch Logs delivery missing on trail orders (us-east-1), created by sam',
      'CreateTrail to repair',
      'npx cdk deploy',
    ]) {
      expect(output).toContain(text);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the output must have none
    expect(output).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f]/);
    expect(filesLeft()).toEqual([]);
    if (process.platform === 'linux') expect(processesWith(folder)).toEqual([]);
  });

  test('with --mode dry-run prints the plan and that it changed nothing', async () => {
    start('--mode', 'dry-run');
    expect([await exitCode(), output]).toEqual([0, expect.any(String)]);
    expect(output).toContain('NOTHING CHANGED');
    expect(output).toMatch(/writes +0 +none/);
    expect(output).toMatch(/5\. UpdateTrail/);
    expect(output).toContain(
      'aws cloudtrail update-trail --name arn:aws:cloudtrail:us-east-1:000000000000:trail/orders',
    );
  });

  test('lists the scenarios without starting the local AWS', async () => {
    start('--list');
    expect(await exitCode()).toBe(0);
    expect(output).toMatch(/^missing +\S/m);
    expect(output).toMatch(/^bucket-policy +\S/m);
  });

  test.each(['--mode both', '--scenario nothing', '--modus fix', 'now'])(
    'rejects %s with one line of output and exits with 2',
    async (parameters) => {
      start(...parameters.split(' '));
      expect(await exitCode()).toBe(2);
      expect(output.trim().split('\n')).toHaveLength(1);
    },
  );

  onLinux('SIGINT during the deployment leaves no process and no file', async () => {
    start();
    await untilOutput('cdk deploy');
    demo.kill('SIGINT');
    expect(await exitCode()).toBe(130);
    expect(processesWith(folder)).toEqual([]);
    expect(filesLeft()).toEqual([]);
  });

  onLinux('SIGKILL during the deployment leaves no process and no file', async () => {
    start();
    await untilOutput('cdk deploy');
    demo.kill('SIGKILL');
    await until('The end of every process', async () => processesWith(folder).length === 0 || undefined, {
      withinMs: WAIT_LIMIT_MS,
    });
    expect(filesLeft()).toEqual([]);
  });
});

function start(...parameters: readonly string[]): void {
  const [HOME, TMPDIR] = [join(folder, 'home'), join(folder, 'tmp')];
  for (const path of [HOME, TMPDIR]) mkdirSync(path);
  output = '';
  demo = spawn(process.execPath, [DEMO, ...parameters], {
    env: { ...process.env, HOME, TMPDIR },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [demo.stdout, demo.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
}

function exitCode(): Promise<number | null> {
  return new Promise((resolve) => demo.once('close', resolve));
}

async function untilOutput(text: string): Promise<void> {
  await until(`The output "${text}"`, async () => output.includes(text) || undefined, { withinMs: WAIT_LIMIT_MS });
}

function filesLeft(): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => !['home', 'tmp'].includes(path));
}
