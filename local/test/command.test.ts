import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { onEndingSignal } from '../command.ts';

const ROOT = join(import.meta.dirname, '../..');

/**
 * Runs the demo's command. With `reads` false the reader of its output has closed the pipe, as `|
 * head` does.
 */
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

test('a command whose reader has closed the pipe ends normally', async () => {
  expect(await demo(['--list'], { reads: false })).toEqual([0, '']);
});

test('of several signals only the first one ends a command, because npm repeats that of the terminal', () => {
  const source = new EventEmitter();
  const received: string[] = [];
  onEndingSignal((name) => received.push(name), source);
  // Without a listener the next signal would end the process at once.
  const heard = ['SIGINT', 'SIGINT', 'SIGTERM'].map((name) => source.emit(name));
  expect([heard, received]).toEqual([[true, true, true], ['SIGINT']]);
});

test('a command with wrong arguments prints one line and exits with 2', async () => {
  expect(await demo(['--wrong'])).toEqual([2, "unknown option '--wrong'\n"]);
});
