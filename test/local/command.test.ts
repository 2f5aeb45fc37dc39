import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');

/** Runs the demo's command; `reads` false: whoever read its output has gone, as behind `| head`. */
async function demo(args: readonly string[], { reads = true } = {}): Promise<readonly [unknown, string]> {
  const child = spawn(process.execPath, ['demo/main.ts', ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  if (reads) child.stdout.resume();
  else child.stdout.destroy();
  let complaint = '';
  child.stderr.on('data', (chunk) => {
    complaint += chunk;
  });
  const [code] = await once(child, 'close');
  return [code, complaint];
}

test('a command whose output nobody reads any more ends as it would', async () => {
  expect(await demo(['--list'], { reads: false })).toEqual([0, '']);
});

test('a command that is asked for wrongly says so in a sentence, and ends with 2', async () => {
  expect(await demo(['--wrong'])).toEqual([2, "unknown option '--wrong'\n"]);
});
