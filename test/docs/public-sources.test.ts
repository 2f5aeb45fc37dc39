import { type Dirent, readFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
/** The names that git ignores, and git's own folder. */
const IGNORED = new Set(
  ['.git', ...readFileSync(join(PROJECT, '.gitignore'), 'utf8').split('\n')].map((name) => name.replace(/\/$/, '')),
);

/** Private notes and paths of one machine, which readers cannot open. */
const PRIVATE: readonly RegExp[] = [
  new RegExp(['aws', 'facts'].join('[-_ ]'), 'i'),
  /(?<![\w.:/<>*-])\/(?:work|home|Users|root|mnt)\/\w/,
];

const isIgnored = (name: string): boolean => IGNORED.has(name) || name.endsWith('.log');

async function lines(): Promise<readonly { readonly at: string; readonly text: string }[]> {
  const found = [];
  const exclude = ({ name }: Dirent) => isIgnored(name);
  for await (const file of glob(['**/*', '.*', '.*/**/*'], { cwd: PROJECT, withFileTypes: true, exclude })) {
    // `exclude` skips ignored folders, but still yields ignored files.
    if (!file.isFile() || isIgnored(file.name)) continue;
    const path = join(file.parentPath, file.name);
    const texts = readFileSync(path, 'utf8').split('\n');
    found.push(...texts.map((text, index) => ({ at: `${path.slice(PROJECT.length)}:${index + 1}`, text })));
  }
  return found;
}

test('every file cites only sources that readers can open', async () => {
  const all = await lines();
  expect(all.length).toBeGreaterThan(20_000);
  expect(all.filter(({ text }) => PRIVATE.some((pattern) => pattern.test(text)))).toEqual([]);
});
