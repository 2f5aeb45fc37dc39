import type { OpenIssues } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { isRecovery, notifiedOutcome, shouldNotify } from '../../core/notification/policy.ts';
import type { IssueRecord } from '../../core/outcome/account-records.ts';
import { logUnsaved } from '../log-unsaved.ts';
import { logOutcome } from '../notify.ts';
import type { Ports } from '../ports.ts';
import { publish } from '../publish.ts';

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
  const records: OutcomeRecord[] = [];
  const errors: unknown[] = [];
  const changes: Record<string, OpenIssues[string] | null> = {};
  for (const { record, issue } of issues) {
    const known = open[issue];
    const memory = { notified: {}, ...(known && { lastNotified: known }) };
    const isClosed = record.outcome === 'COMPLIANT';
    if (isClosed && !isRecovery(record, memory)) {
      if (known) changes[issue] = null;
      continue;
    }
    logOutcome(record, ports.log);
    records.push(record);
    if (!shouldNotify(record, memory)) continue;
    try {
      await publish(record, ports);
      changes[issue] = isClosed ? null : notifiedOutcome(record);
    } catch (error) {
      // One failed notification does not prevent the others.
      errors.push(error);
    }
  }
  if (Object.keys(changes).length > 0) await logUnsaved('issues', ports.ledger.saveIssues(changes), ports.log);
  return { records, errors };
}
