import { formatAwsError } from '../../core/model/aws-result.ts';
import type { OpenIssues } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { isRecovery, notifiedOutcome, shouldNotify } from '../../core/notification/policy.ts';
import type { IssueRecord } from '../../core/outcome/account-records.ts';
import { publish } from '../notify.ts';
import type { Ports } from '../ports.ts';

export interface IssueReport {
  /** The records that open, keep open or close an issue. */
  readonly records: readonly OutcomeRecord[];
  /** Errors of notifications, which the next sweep retries. */
  readonly errors: readonly unknown[];
}

/** Logs and reports the issues of Regions and the account, and saves which were notified. */
export async function reportIssues(issues: readonly IssueRecord[], ports: Ports): Promise<IssueReport> {
  const known = await ports.ledger.loadIssues();
  const open: OpenIssues = known.read ? known.value : {};
  const errors: unknown[] = [];
  const changes: Record<string, OpenIssues[string] | null> = {};
  const records: OutcomeRecord[] = [];
  for (const { record, issue } of issues) {
    if (record.outcome !== 'COMPLIANT' || isRecovery(record, memoryOf(open[issue]))) {
      ports.log[record.outcome === 'FAILED' ? 'error' : 'info']('trail outcome', { record });
      records.push(record);
    }
    try {
      const change = await reportIssue(record, open[issue], ports);
      if (change !== undefined) changes[issue] = change;
    } catch (error) {
      // One failed notification does not prevent the others.
      errors.push(error);
    }
  }
  if (Object.keys(changes).length > 0) {
    const saved = await ports.ledger.saveIssues(changes);
    if (!saved.ok) ports.log.error('ledger not saved', { error: formatAwsError(saved.error), key: 'issues' });
  }
  return { records, errors };
}

/** @returns what to save about the issue: null once it is closed, undefined if nothing changes */
async function reportIssue(
  record: OutcomeRecord,
  known: OpenIssues[string] | undefined,
  ports: Ports,
): Promise<OpenIssues[string] | null | undefined> {
  const memory = memoryOf(known);
  const isClosed = record.outcome === 'COMPLIANT';
  if (isClosed && !isRecovery(record, memory)) return known && null;
  if (!shouldNotify(record, memory)) return undefined;
  await publish(record, ports);
  return isClosed ? null : notifiedOutcome(record);
}

function memoryOf(known: OpenIssues[string] | undefined) {
  return { notified: {}, ...(known && { lastNotified: known }) };
}
