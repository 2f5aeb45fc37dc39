import { type Dirent, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** What git ignores, and what it keeps for itself. */
const LEFT_OUT = new Set(
  ['.git', ...readFileSync(join(PROJECT, '.gitignore'), 'utf8').split('\n')].map((name) => name.replace(/\/$/, '')),
);

/** Notes that only their writers had, and folders of somebody's machine: readers can open neither. */
const PRIVATE: readonly RegExp[] = [
  new RegExp(['aws', 'facts'].join('[-_ ]'), 'i'),
  /(?<![\w.:/<>*-])\/(?:work|home|Users|root|mnt)\/\w/,
];

const isLeftOut = (name: string): boolean => LEFT_OUT.has(name) || name.endsWith('.log');

async function lines(): Promise<readonly { readonly at: string; readonly text: string }[]> {
  const found = [];
  const exclude = ({ name }: Dirent) => isLeftOut(name);
  for await (const file of glob(['**/*', '.*', '.*/**/*'], { cwd: PROJECT, withFileTypes: true, exclude })) {
    // What is excluded is not entered, and yet named when it is a file.
    if (!file.isFile() || isLeftOut(file.name)) continue;
    const path = join(file.parentPath, file.name);
    const texts = readFileSync(path, 'utf8').split('\n');
    found.push(...texts.map((text, index) => ({ at: `${path.slice(PROJECT.length)}:${index + 1}`, text })));
  }
  return found;
}

test('every file cites what readers can open', async () => {
  const all = await lines();
  expect(all.length).toBeGreaterThan(20_000);
  expect(all.filter(({ text }) => PRIVATE.some((pattern) => pattern.test(text)))).toEqual([]);
});
