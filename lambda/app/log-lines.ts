import { type AwsResult, formatAwsError } from '../core/model/aws-result.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { Ports } from './ports.ts';

/** Logs a write that did not succeed: a run continues without it. @param key what it writes */
export async function logUnsaved(key: string, written: Promise<AwsResult<unknown>>, log: Ports['log']): Promise<void> {
  const result = await written;
  if (!result.ok) log.error('ledger not saved', { error: formatAwsError(result.error), key });
}

/** Logs the record. A FAILED outcome is an error. */
export function logOutcome(record: OutcomeRecord, log: Ports['log']): void {
  log[record.outcome === 'FAILED' ? 'error' : 'info']('trail outcome', { record });
}
