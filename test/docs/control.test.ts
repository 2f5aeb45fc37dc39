import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { ACCOUNT_RULES } from '../../lambda/core/rules/account.ts';
import { RULES } from '../../lambda/core/rules/index.ts';

const DOCS = fileURLToPath(new URL('../../docs', import.meta.url));
const COLUMNS = ['state', 'rule', 'found', 'done', 'actor', 'tests'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const table = readFileSync(join(DOCS, 'control.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!state )/.test(line))
  .map((line) => line.slice(1, -1).split(' | '));
const rows = table.map(
  (cells) => Object.fromEntries(COLUMNS.map((name, index) => [name, (cells[index] ?? '').trim()])) as Row,
);

/** The states of the rows that have the given defect. */
const where = (isWrong: (row: Row) => boolean): string[] => rows.filter(isWrong).map(({ state }) => state);

/** The tests that a row names, each as `[NAME](PATH)`. */
const named = ({ tests }: Row) =>
  [...tests.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)].map(([, name = '', path = '']) => ({ name, path }));

/**
 * Whether a test exists. The name of a case is its file name, and that of another test is a part of
 * its title.
 */
function exists({ name, path }: ReturnType<typeof named>[number]): boolean {
  const file = join(DOCS, path);
  if (!existsSync(file)) return false;
  return path.endsWith('.json') ? basename(path, '.json') === name : titlesIn(file).includes(name);
}

/** All quoted texts of a test file, including its titles. */
function titlesIn(testFile: string): string {
  return [...readFileSync(testFile, 'utf8').matchAll(/'[^'\n]+'|"[^"\n]+"/g)].join('\n');
}

describe('every state of docs/control.md', () => {
  test('is parsed, and has six cells', () => {
    expect(rows.length).toBeGreaterThan(50);
    expect(table.filter((cells) => cells.length !== COLUMNS.length)).toEqual([]);
  });

  test('names how it is found and what trailmend does', () => {
    expect(where(({ found }) => !/^(event|sweep|event, sweep|repair)$/.test(found))).toEqual([]);
    expect(where(({ done }) => !/\w{3}/.test(done))).toEqual([]);
  });

  test('names existing tests and nothing else', () => {
    expect(where((row) => named(row).length === 0)).toEqual([]);
    expect(where((row) => row.tests.split('](').length !== named(row).length + 1)).toEqual([]);
    expect(rows.flatMap(named).filter((one) => !exists(one))).toEqual([]);
  });
});

test('every rule has a row in docs/control.md', () => {
  const listed = rows.map(({ rule }) => rule).join();
  expect(Object.keys({ ...RULES, ...ACCOUNT_RULES }).filter((rule) => !listed.includes(`\`${rule}\``))).toEqual([]);
});
