import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findPython } from '../../emulator/python.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'trailmend-test-'));
});
afterEach(() => {
  rmSync(path, { recursive: true });
});

/** A Python on the PATH that prints `answer` as its version and missing modules. */
function python(command: string, answer: string, status = 0): void {
  const file = join(path, command);
  writeFileSync(file, `#!/bin/sh\necho "${answer}"\nexit ${status}\n`);
  chmodSync(file, 0o755);
}

test('python3 is preferred', async () => {
  python('python3', '3 10');
  python('python', '3 14');
  expect(await findPython({ PATH: path })).toBe('python3');
});

test('python is used when python3 is too old', async () => {
  python('python3', '3 9');
  python('python', '3 12');
  expect(await findPython({ PATH: path })).toBe('python');
});

test('no Python at all', async () => {
  await expect(findPython({ PATH: path })).rejects.toThrow(
    'The local AWS needs Python 3.10 or newer, and neither python3 nor python on the PATH is one: install it.',
  );
});

test('a Python that is too old', async () => {
  python('python3', '3 9');
  await expect(findPython({ PATH: path })).rejects.toThrow(
    'The local AWS needs Python 3.10 or newer, and python3 is 3.9: install a newer one.',
  );
});

test('a Python 2, which does not know the options', async () => {
  python('python', 'Unknown option: -I', 2);
  await expect(findPython({ PATH: path })).rejects.toThrow('neither python3 nor python on the PATH is one');
});

test('a Python without ensurepip, as Debian and Ubuntu ship it', async () => {
  python('python3', '3 12 ensurepip');
  await expect(findPython({ PATH: path })).rejects.toThrow(
    'The Python 3.12 behind python3 has no module ensurepip: install it (on Debian and Ubuntu: apt install python3.12-venv).',
  );
});
