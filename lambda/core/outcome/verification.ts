import { isStale } from '../integration/delivery-health.ts';
import type { MemoryChanges, TrailMemory } from '../memory/learn.ts';
import type { TrailFacts, TrailStatus } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

/** A repaired trail whose delivery nobody has seen yet. */
export type AwaitingProof = NonNullable<TrailMemory['awaitingProof']>;

type Judged = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

const MINUTE_MS = 60 * 1000;
/** What AWS's clocks say stands in these findings too: a repair that was made already does not mend them. */
const BY_THE_CLOCKS: ReadonlySet<string> = new Set(['delivery-error', 'delivery-stale']);

/** The findings that a trail which waits for its first delivery may have without being repaired again. */
export function otherThanDelivery(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => !BY_THE_CLOCKS.has(rule));
}

/**
 * What a run adds to or takes from the memory of a repair that AWS has not proven yet: a repair begins to wait, one that is proven, or
 * that somebody has changed since, waits no more.
 */
export function proofLearnt(record: OutcomeRecord, facts: TrailFacts, { awaitingProof }: TrailMemory): MemoryChanges {
  const { outcome, reason, applied, time } = record;
  if (!facts.trail.read) return {};
  const { logGroupArn, roleArn } = facts.trail.value;
  const touched = applied.some(
    ({ step: { operation } }) => operation === 'UpdateTrail' || operation === 'StartLogging',
  );
  if (outcome === 'FIXED' && reason === 'repaired' && touched) {
    return { awaitingProof: { since: time, target: { logGroupArn, roleArn } } };
  }
  const isOver = awaitingProof && (outcome === 'VERIFIED' || !isAsRepaired(awaitingProof, facts));
  return isOver ? { awaitingProof: null } : {};
}

/** Whether a trail is still as it was repaired: only then do deliveries prove the repair. */
export function isAsRepaired({ target }: AwaitingProof, { trail }: TrailFacts): boolean {
  if (!trail.read) return false;
  return trail.value.logGroupArn === target.logGroupArn && trail.value.roleArn === target.roleArn;
}

/**
 * What AWS's two clocks say of a repaired trail with which nothing else is wrong. Delivered since: VERIFIED. Delivered to the bucket
 * for more than 15 minutes and not to CloudWatch Logs, or failing after it had delivered: FAILED. A trail that is quiet in both
 * stays FIXED, unproven.
 */
export function judgeProof({ since }: AwaitingProof, { status }: TrailFacts): Judged {
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
