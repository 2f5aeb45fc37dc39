import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const LONGEST_LINE = 100;
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: PROJECT }).map((path) => ({
  path,
  text: readFileSync(join(PROJECT, path), 'utf8'),
}));

/** The lines of prose, without code blocks, tables and headings. */
const prose = (text: string): string[] =>
  text
    .replace(/^```.*?^```/gms, '')
    .split('\n')
    .filter((line) => !/^(\||#)/.test(line));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');

function isBroken(from: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(PROJECT, from) : join(PROJECT, dirname(from), path);
  if (!existsSync(file)) return true;
  if (anchor === undefined) return false;
  const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
  return !headings.includes(anchor);
}

test('the glob finds the documents', () => expect(documents.length).toBeGreaterThan(25));

test('every link between documents refers to an existing file and heading', () => {
  const broken = documents.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => isBroken(path, target))
      .map((target) => `${path}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('prose wraps at 100 columns', () => {
  const tooLong = documents.flatMap(({ path, text }) =>
    prose(text)
      .filter((line) => line.length > LONGEST_LINE && line.trim().includes(' '))
      .map((line) => `${path}: ${line}`),
  );
  expect(tooLong).toEqual([]);
});
