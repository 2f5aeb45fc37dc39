import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const COLUMNS = ['fact', 'source', 'status', 'files', 'tests'] as const;
type Row = Readonly<Record<(typeof COLUMNS)[number], string>>;

const page = readFileSync(join(PROJECT, 'docs/aws-behaviour.md'), 'utf8');
const table = page
  .split('\n')
  .filter((line) => /^\| (?!fact )/.test(line))
  .map((line) => line.slice(1, -1).split(' | '));
const rows = table.map(
  (cells) => Object.fromEntries(COLUMNS.map((name, index) => [name, (cells[index] ?? '').trim()])) as Row,
);

const paths = (cell: string): string[] => cell.split(', ');
const isMissing = (path: string): boolean => !existsSync(join(PROJECT, path));
const isCode = (path: string): boolean => /^(local|lambda|cli|scripts|infra)\//.test(path);
const isTest = (path: string): boolean => /^(test\/cases\/.+\.json|(local\/)?test\/.+\.test\.ts)$/.test(path);

/** The facts of the rows that have the given defect. */
const where = (isWrong: (row: Row) => boolean): string[] => rows.filter(isWrong).map(({ fact }) => fact);

describe('every row of docs/aws-behaviour.md', () => {
  test('is parsed, and has five cells', () => {
    expect(rows.length).toBeGreaterThan(180);
    expect(table.filter((cells) => cells.length !== COLUMNS.length)).toEqual([]);
  });

  test('is in a section of a service', () => {
    expect(page.split('\n## ').filter((section) => /^\| (?!fact )/m.test(section)).length).toBeGreaterThan(15);
    expect(page.split('\n## ')[0]).not.toMatch(/^\|/m);
  });

  test('states a different fact', () => {
    const facts = rows.map(({ fact }) => fact);
    expect(facts.filter((fact, index) => facts.indexOf(fact) !== index)).toEqual([]);
  });

  test('names a source and one status', () => {
    expect(where(({ source }) => !/\w{3}/.test(source))).toEqual([]);
    expect(where(({ status }) => !/^(documented|reported|assumed)$/.test(status))).toEqual([]);
  });

  test('has a public source unless the fact is assumed', () => {
    expect(where(({ source, status }) => source === 'no public source' && status !== 'assumed')).toEqual([]);
  });

  test('names existing files by their paths', () => {
    expect(where(({ files }) => !paths(files).every((path) => isCode(path) && !isMissing(path)))).toEqual([]);
  });

  test('names existing tests by their paths', () => {
    expect(where(({ tests }) => !paths(tests).every((path) => isTest(path) && !isMissing(path)))).toEqual([]);
  });
});
