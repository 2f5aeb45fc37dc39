import { claimChanges, isClaimed } from '../../core/memory/issues.ts';
import type { Fact } from '../../core/model/fact.ts';
import { type IssueMemory, NO_ISSUES } from '../../core/model/issue-memory.ts';
import type { NotifiedOutcome } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { notifiedOutcome } from '../../core/notification/notified.ts';
import { isRecovery, shouldNotify } from '../../core/notification/policy.ts';
import type { IssueRecord } from '../../core/outcome/account-records.ts';
import { logOutcome, logUnsaved } from '../log-lines.ts';
import { isoTime, type Ports } from '../ports.ts';
import { publish } from '../publish.ts';

export interface IssueReport {
  /** The records that open, keep open or close an issue. */
  readonly records: readonly OutcomeRecord[];
  /** Errors of notifications, which the next sweep retries. */
  readonly errors: readonly unknown[];
}

/** How often a sweep decides, while other sweeps notify at the same moment. */
const MOST_DECISIONS = 3;

/**
 * Logs and reports the issues of Regions and the account, and saves which were notified. The sweep
 * claims them before: a crash leaves the claims, and the issues as they were for the next sweep.
 */
export async function reportIssues(issues: readonly IssueRecord[], ports: Ports): Promise<IssueReport> {
  const { memory, due } = await claim(issues, await ports.ledger.loadIssues(), ports);
  const records: OutcomeRecord[] = [];
  const errors: unknown[] = [];
  const open: Record<string, NotifiedOutcome | null> = {};
  for (const one of issues) {
    const { record, issue } = one;
    const isClosed = record.outcome === 'COMPLIANT';
    if (isClosed && !isRecovery(record, knownOf(one, memory))) {
      if (memory.open[issue]) open[issue] = null;
      continue;
    }
    logOutcome(record, ports.log);
    records.push(record);
    if (!due.includes(one)) continue;
    try {
      await publish(record, ports);
      open[issue] = isClosed ? null : notifiedOutcome(record);
    } catch (error) {
      // One failed notification does not prevent the others.
      errors.push(error);
    }
  }
  const claims = Object.fromEntries(due.map(({ issue }) => [issue, null]));
  if (Object.keys({ ...open, ...claims }).length > 0)
    await logUnsaved('issues', ports.ledger.saveIssues({ open, claims }), ports.log);
  return { records, errors };
}

/**
 * Takes the right to notify people of the issues that are due, on the condition that no other sweep
 * did so since the ledger was read. Without the ledger, each sweep notifies.
 */
async function claim(
  issues: readonly IssueRecord[],
  known: Fact<IssueMemory>,
  ports: Ports,
  left = MOST_DECISIONS,
): Promise<{ readonly memory: IssueMemory; readonly due: readonly IssueRecord[] }> {
  const now = isoTime(ports.clock);
  const memory = known.read ? known.value : NO_ISSUES;
  const due = issues.filter(
    (one) => shouldNotify(one.record, knownOf(one, memory)) && !isClaimed(memory, one.issue, now),
  );
  if (!known.read || due.length === 0 || left === 1) return { memory, due };
  const keys = due.map(({ issue }) => issue);
  const claiming = ports.ledger.saveIssues(claimChanges(keys, memory, ports.newId(), now));
  await logUnsaved('issues', claiming, ports.log);
  const claimed = await claiming;
  if (!claimed.ok || claimed.value === 'saved') return { memory, due };
  return claim(issues, await ports.ledger.loadIssues(), ports, left - 1);
}

/** What people know of an issue. */
function knownOf({ issue }: IssueRecord, { open }: IssueMemory) {
  const lastNotified = open[issue];
  return { notified: {}, ...(lastNotified && { lastNotified }) };
}
