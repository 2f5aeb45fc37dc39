import { stringify } from 'csv-stringify/sync';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { scanRows } from './rows.ts';

/** The lines of a scan as CSV (RFC 4180). Spreadsheets take no value for a formula. */
export function scanCsv(records: readonly OutcomeRecord[]): string {
  return stringify([...scanRows(records)], {
    header: true,
    columns: ['outcome', 'region', 'subject', 'why', 'whoCanAct'],
    escape_formulas: true,
  });
}
