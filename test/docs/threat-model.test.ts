import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { DEEDS } from '../../demo/attack/deeds/index.ts';

const text = readFileSync(fileURLToPath(new URL('../../docs/threat-model.md', import.meta.url)), 'utf8');
const [argued = '', measured = ''] = text.split('## What was measured');
const rowsOf = (part: string) => (part.match(/^\|.*\|$/gm) ?? []).slice(2);
const cellsOf = (row: string) => row.slice(2, -2).split(' | ');

test('the threat model quotes how each deed is reported', () => {
  const rows = Object.entries(DEEDS).map(([name, { power, title, reported }]) => {
    return `| ${[power, `\`${name}\``, title, reported.when, reported.way, reported.messages].join(' | ')} |`;
  });
  expect(rowsOf(measured)).toEqual(rows);
});

test('each row of the threat model names deeds of its power, and each deed has one row', () => {
  const named = rowsOf(argued).flatMap((row) => {
    const cells = cellsOf(row);
    const names = [...(cells.at(-1) ?? '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name);
    expect([row, names.map((name) => DEEDS[name]?.power)]).toEqual([row, names.map(() => cells[0])]);
    expect([row, names.length]).not.toEqual([row, 0]);
    return names;
  });
  expect(named.toSorted()).toEqual(Object.keys(DEEDS).toSorted());
});
