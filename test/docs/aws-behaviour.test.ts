import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const COLUMNS = ['behaviour', 'source', 'file', 'tests', 'kind'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const table = readFileSync(join(PROJECT, 'docs/aws-behaviour.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!behaviour )/.test(line))
  .map((line) => line.slice(1, -1).split(' | '));
const rows = table.map(
  (cells) => Object.fromEntries(COLUMNS.map((name, index) => [name, (cells[index] ?? '').trim()])) as Row,
);

/** The paths of a cell, from the root of the project: a name without a folder is in the folder of the one before it. */
function paths(cell: string): string[] {
  let folder = '';
  return cell.split(', ').map((name) => {
    const path = name.includes('/') ? name : join(folder, name);
    folder = dirname(path);
    return path;
  });
}

const isMissing = (path: string): boolean => !existsSync(join(PROJECT, path));
const isTest = (path: string): boolean => /^(test\/cases\/.+\.json|(local\/)?test\/.+\.test\.ts)$/.test(path);

/** The behaviours of the rows in which something is not as it should be. */
const where = (wrong: (row: Row) => boolean): string[] => rows.filter(wrong).map(({ behaviour }) => behaviour);

describe('every row of docs/aws-behaviour.md', () => {
  test('is read, and has five cells', () => {
    expect(rows.length).toBeGreaterThan(100);
    expect(table.filter((cells) => cells.length !== COLUMNS.length)).toEqual([]);
  });

  test('names a source, and says how sure it is', () => {
    expect(where(({ source }) => !/\w{3}/.test(source))).toEqual([]);
    expect(where(({ kind }) => !/\b(documented|reported|assumed)\b/.test(kind))).toEqual([]);
  });

  test('names files that exist', () => {
    expect(where(({ file }) => !/^(local|lambda|infra)\//.test(file) || paths(file).some(isMissing))).toEqual([]);
  });

  test('names tests that exist', () => {
    expect(where(({ tests }) => !paths(tests).every((path) => isTest(path) && !isMissing(path)))).toEqual([]);
  });
});
