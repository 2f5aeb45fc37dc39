import { isStale } from '../integration/delivery-health.ts';
import type { TrailFacts, TrailStatus } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { AwaitingVerification } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

type Judged = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

const MINUTE_MS = 60 * 1000;
/** What AWS's clocks say stands in these findings too: a repair that was made already does not mend them. */
const BY_THE_CLOCKS: ReadonlySet<string> = new Set(['delivery-error', 'delivery-stale']);

/** The findings that a trail which waits for its first delivery may have without being repaired again. */
export function withoutDeliveryFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => !BY_THE_CLOCKS.has(rule));
}

/**
 * What AWS's two clocks say of a repaired trail with which nothing else is wrong. Delivered since: VERIFIED. Delivered to the bucket
 * for more than 15 minutes and not to CloudWatch Logs, or failing after it had delivered: FAILED. A trail that is quiet in both
 * stays FIXED, unproven.
 */
export function judgeVerification({ since }: AwaitingVerification, { status }: TrailFacts): Judged {
  const clocks: Partial<TrailStatus> = status.read ? status.value : {};
  const { latestLogsDelivery = '', latestDelivery, logsDeliveryError } = clocks;
  const sinceRepairMs = Date.parse(latestLogsDelivery) - Date.parse(since);
  const delivered = sinceRepairMs > 0;
  if (isStale(clocks, { at: since }) || (delivered && logsDeliveryError !== undefined)) {
    return {
      outcome: 'FAILED',
      reason: 'not-delivered',
      stage: 'delivery',
      detail: `Repaired at ${since}, and AWS does not deliver to CloudWatch Logs: ${logsDeliveryError ?? `the bucket got events at ${latestDelivery}, and AWS tells no error`}`,
      whoCanAct: 'an administrator of the account',
    };
  }
  if (delivered) {
    const minutes = Math.ceil(sinceRepairMs / MINUTE_MS);
    return {
      outcome: 'VERIFIED',
      reason: 'delivered',
      detail: `AWS delivered to CloudWatch Logs at ${latestLogsDelivery}, at most ${minutes} minute${minutes === 1 ? '' : 's'} after the repair.`,
    };
  }
  return {
    outcome: 'FIXED',
    reason: 'awaiting-delivery',
    detail: `Repaired at ${since}; AWS has had nothing to deliver since, or not yet.`,
  };
}
