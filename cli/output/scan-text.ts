import { styleText } from 'node:util';
import type { OutcomeRecord, OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { columns } from './columns.ts';
import { ORDER, type ScanRow, scanRows } from './rows.ts';

const COLORS = {
  COMPLIANT: 'green',
  VERIFIED: 'green',
  FIXED: 'green',
  SKIPPED: 'dim',
  WOULD_FIX: 'yellow',
  BLOCKED: 'red',
  FAILED: 'red',
} as const satisfies Record<OutcomeWord, string>;

/** The lines of a scan for people, and one of totals. Colours only where a terminal shows them. */
export function scanText(records: readonly OutcomeRecord[]): string {
  const rows = scanRows(records);
  const lines = columns(rows.map(({ outcome, region, subject, ...row }) => [outcome, region, subject, lastCell(row)]));
  const colored = rows.map(
    ({ outcome }, index) => `${styleText(COLORS[outcome], outcome)}${lines[index]?.slice(outcome.length)}`,
  );
  return `${[...colored, totals(records)].join('\n')}\n`;
}

function lastCell({ why, whoCanAct }: Pick<ScanRow, 'why' | 'whoCanAct'>): string {
  return [...(why === '' ? [] : [why]), ...(whoCanAct === '' ? [] : [`[who can act: ${whoCanAct}]`])].join('  ');
}

function totals(records: readonly OutcomeRecord[]): string {
  const trails = records.filter(({ subject }) => subject.kind === 'trail');
  const counts = ORDER.flatMap((word) => {
    const { length } = trails.filter(({ outcome }) => outcome === word);
    return length === 0 ? [] : [`${length} ${word}`];
  });
  const others = records.length - trails.length;
  return [
    `${counted(trails.length, 'trail')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(others > 0 ? [`${counted(others, 'finding')} about the account`] : []),
  ].join('; ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
