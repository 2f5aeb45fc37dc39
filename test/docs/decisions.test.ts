import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const FOLDER = fileURLToPath(new URL('../../docs/decisions/', import.meta.url));
const read = (name: string): string => readFileSync(FOLDER + name, 'utf8');
const decisions = readdirSync(FOLDER).filter((name) => name !== 'README.md');

test('every decision has a number, a status, and the three sections in order', () => {
  const form = /^# \d+\. \S[^\n]+\n\nStatus: \w[^#]*\n## Context\n\S.*\n## Decision\n\S.*\n## Consequences\n\S/s;
  expect(decisions.length).toBeGreaterThan(20);
  expect(decisions.filter((name) => !form.test(read(name)))).toEqual([]);
});

test('no two decisions have the same number', () => {
  const numbers = decisions.map((name) => name.slice(0, 4));
  expect(numbers).toEqual([...new Set(numbers)]);
});

test('the index lists every decision with its title', () => {
  const rows = decisions.map((name) => {
    const [, number, title] = /^# (\d+)\. (.+)$/m.exec(read(name)) ?? [];
    expect(name.startsWith(`${number?.padStart(4, '0')}-`)).toBe(true);
    return `| [${number}](${name}) | ${title} |`;
  });
  expect(read('README.md').match(/^\| \[.*$/gm)).toEqual(rows);
});
