import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';

/** The outcome records of a scan, as docs/outcome-record.schema.json describes them. */
export function scanJson(records: readonly OutcomeRecord[]): string {
  return `${JSON.stringify({ outcomes: records }, undefined, 2)}\n`;
}
