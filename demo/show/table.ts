import { styleText } from 'node:util';

/** A label and its values. */
export type Row = readonly [label: string, ...values: string[]];

/** Aligns rows in columns. The last column is not padded. */
export function table(rows: readonly Row[]): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, cell.length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .map((cell, column) => (column === 0 ? styleText('dim', cell) : cell))
      .join('  ')
      .trimEnd(),
  );
}
