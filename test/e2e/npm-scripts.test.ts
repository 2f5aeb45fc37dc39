import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startLocalAws } from '../../local/local-aws.ts';
import { eventually } from '../../local/test/support/scene.ts';
import { processesWith } from './leftovers.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const onLinux = process.platform === 'linux' ? test : test.skip;

/** Contains HOME and TMPDIR of the script, by which its processes are found. */
let folder: string;
let npm: ChildProcess;
let output: string;

// Creates the Python environment of the project once, with pip's cache in the real HOME.
beforeAll(async () => {
  await (await startLocalAws()).stop();
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'trailmend-npm-'));
  output = '';
});

afterEach(() => {
  if (npm.pid !== undefined && npm.exitCode === null && npm.signalCode === null) process.kill(-npm.pid, 'SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

function run(...parameters: readonly string[]): void {
  const env = { ...process.env, HOME: folder, TMPDIR: folder, npm_config_update_notifier: 'false' };
  npm = spawn('npm', ['run', ...parameters], { cwd: ROOT, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [npm.stdout, npm.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
}

describe('SIGTERM to npm ends', () => {
  onLinux.each([
    ['npm run local-aws', ['local-aws'], 'endpoint http'],
    ['npm run demo during the deployment', ['demo'], 'cdk bootstrap'],
  ])('%s with every process that it started', async (_, parameters, shown) => {
    run(...parameters);
    await eventually(`the output "${shown}"`, () => output.includes(shown) || undefined);
    expect(processesWith(folder).length).toBeGreaterThan(2);

    npm.kill('SIGTERM');

    await eventually('npm to end', () => npm.exitCode ?? npm.signalCode ?? undefined);
    await eventually('every process to end', () => processesWith(folder).length === 0 || undefined);
  });
});
