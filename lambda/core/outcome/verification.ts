import { isStale } from '../integration/delivery-health.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { AwaitingVerification } from '../model/memory.ts';
import type { Judgement } from '../model/outcome.ts';
import type { TrailStatus } from '../model/resources.ts';
import { ADMINISTRATOR } from '../model/who-can-act.ts';

const MINUTE_MS = 60 * 1000;
/** These rules judge deliveries, as the verification does. Another repair would not help. */
const DELIVERY_RULES: ReadonlySet<string> = new Set(['delivery-error', 'delivery-stale']);

/** The findings that require another repair while the trail waits for its first delivery. */
export function withoutDeliveryFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => !DELIVERY_RULES.has(rule));
}

/**
 * Judges a repaired trail by GetTrailStatus. VERIFIED: AWS has delivered to CloudWatch Logs since
 * the repair. FAILED: AWS delivered only to the bucket for more than 15 minutes, or delivered and
 * then reported an error. A trail without deliveries stays FIXED.
 */
export function judgeVerification({ since }: AwaitingVerification, { status }: TrailFacts): Judgement {
  const clocks: Partial<TrailStatus> = status.read ? status.value : {};
  const { latestLogsDelivery = '', latestDelivery, logsDeliveryError } = clocks;
  const sinceRepairMs = Date.parse(latestLogsDelivery) - Date.parse(since);
  const isDelivered = sinceRepairMs > 0;
  if (isStale(clocks, { at: since }) || (isDelivered && logsDeliveryError !== undefined)) {
    return {
      outcome: 'FAILED',
      reason: 'not-delivered',
      stage: 'delivery',
      detail: `Repaired at ${since}, but AWS does not deliver to CloudWatch Logs: ${logsDeliveryError ?? `it delivered to the bucket at ${latestDelivery} and reports no error`}`,
      whoCanAct: ADMINISTRATOR,
    };
  }
  if (isDelivered) {
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
    detail: `Repaired at ${since}; AWS has not delivered since: there may have been nothing to deliver.`,
  };
}
