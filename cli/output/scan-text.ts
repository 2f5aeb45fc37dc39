import { styleText } from 'node:util';
import type { OutcomeRecord, OutcomeWord } from '../../lambda/core/model/outcome.ts';
import { type ScanRow, scanRows } from './rows.ts';

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
  const widths = {
    outcome: widest(rows.map(({ outcome }) => outcome)),
    region: widest(rows.map(({ region }) => region)),
    subject: widest(rows.map(({ subject }) => subject)),
  };
  const line = ({ outcome, region, subject, why, whoCanAct }: ScanRow): string => {
    const columns = [
      styleText(COLORS[outcome], outcome.padEnd(widths.outcome)),
      region.padEnd(widths.region),
      subject.padEnd(widths.subject),
      why,
      ...(whoCanAct === '' ? [] : [`[who can act: ${whoCanAct}]`]),
    ];
    return columns.join('  ').trimEnd();
  };
  return `${[...rows.map(line), totals(records)].join('\n')}\n`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map(({ length }) => length));
}

function totals(records: readonly OutcomeRecord[]): string {
  const trails = records.filter(({ subject }) => subject.kind === 'trail');
  const counts = [...Map.groupBy(trails, ({ outcome }) => outcome)].map(
    ([outcome, { length }]) => `${length} ${outcome}`,
  );
  const others = records.length - trails.length;
  return [
    `${counted(trails.length, 'trail')}${counts.length > 0 ? `: ${counts.join(', ')}` : ''}`,
    ...(others > 0 ? [`${counted(others, 'finding')} about the account`] : []),
  ].join('; ');
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
