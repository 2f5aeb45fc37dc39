import { styleText } from 'node:util';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { CheckResult, CheckStatus } from '../checks/result.ts';

const COLORS = {
  ok: 'green',
  warning: 'yellow',
  unknown: 'yellow',
  problem: 'red',
} as const satisfies Record<CheckStatus, string>;

const WIDTH = 'warning'.length;

/** The results for people, the commands that mend them, and one line of totals. */
export function doctorText(results: readonly CheckResult[]): string {
  const ids = Math.max(...results.map(({ id }) => id.length));
  const lines = results.flatMap(({ id, status, says, mend = [] }) => [
    `${styleText(COLORS[status], status.padEnd(WIDTH))}  ${id.padEnd(ids)}  ${sentence(says)}`,
    ...mend.map((command) => `${' '.repeat(WIDTH + ids + 4)}$ ${command}`),
  ]);
  return `${[...lines, totals(results)].join('\n')}\n`;
}

/** The results as JSON: docs/cli.md describes them. */
export function doctorJson(results: readonly CheckResult[]): string {
  return `${JSON.stringify({ results }, undefined, 2)}\n`;
}

function totals(results: readonly CheckResult[]): string {
  const counts = [...Map.groupBy(results, ({ status }) => status)].map(([status, { length }]) => `${length} ${status}`);
  return `${results.length} results: ${counts.join(', ')}`;
}
