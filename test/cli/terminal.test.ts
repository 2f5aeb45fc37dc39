import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { confirmCalls } from '../../cli/confirm.ts';
import { terminalOf } from '../../cli/terminal.ts';

/** A terminal whose user types the keys after the question, and what it showed. */
async function answering(keys: string): Promise<{ readonly isConfirmed: boolean; readonly shown: string }> {
  const [stdin, stdout, stderr] = [keyboard(), new PassThrough(), screen()];
  const isConfirmed = confirmCalls(2, {}, terminalOf({ stdin, stdout, stderr } as never));
  stdin.write(keys);
  return { isConfirmed: await isConfirmed, shown: String(stderr.read()) };
}

const keyboard = () => Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} });
const screen = () => Object.assign(new PassThrough(), { isTTY: true, columns: 80 });

test('a result and a note remove the line of progress, which is shorter than the terminal is wide', () => {
  const [stdin, stdout, stderr] = [keyboard(), new PassThrough(), screen()];
  const terminal = terminalOf({ stdin, stdout, stderr } as never);
  terminal.progress('x'.repeat(100));
  terminal.write('result\n');
  terminal.progress('Reading …');
  terminal.note('a note');
  const removed = '\r\u001B[K';
  expect(String(stdout.read())).toBe('result\n');
  expect(String(stderr.read())).toBe(
    `${removed}${'x'.repeat(79)}${removed}${removed}Reading …${removed}trailmend: a note\n`,
  );
});

test('a note and the progress show the escape sequences of a terminal, and run none', () => {
  const [stdin, stdout, stderr] = [keyboard(), new PassThrough(), screen()];
  const terminal = terminalOf({ stdin, stdout, stderr } as never);
  terminal.progress('\u001B[2J');
  terminal.note('\u001B]0;title\u0007\n    at trace');
  const [, progress, note] = String(stderr.read()).split('\u001B[K');
  expect(progress).toBe('\\u001b[2J\r');
  expect(note).toBe('trailmend: \\u001b]0;title\\u0007\n    at trace\n');
});

test.each([['y\r'], ['YES\r'], [' y \r']])('%j agrees to the calls', async (keys) => {
  const { isConfirmed, shown } = await answering(keys);
  expect(isConfirmed).toBe(true);
  expect(shown).toContain('Make these 2 calls? [y/N] ');
  expect(shown).not.toContain('Nothing was changed');
});

test.each([
  ['n\r', 'an answer'],
  ['\r', 'Enter'],
  ['yesterday\r', 'another word'],
  ['\u0003', 'Ctrl-C'],
  ['\u0004', 'Ctrl-D'],
])('%j (%s) declines, and says that nothing was changed', async (keys, _what) => {
  const { isConfirmed, shown } = await answering(keys);
  expect(isConfirmed).toBe(false);
  expect(shown).toMatch(/\[y\/N\][\s\S]*\n[^\n]*trailmend: Nothing was changed\.\n$/);
});
