import type { TrailFacts } from '../model/facts.ts';
import { actionable, type Finding, isAboutDeliveries, isViolated } from '../model/finding.ts';
import type { AwaitingVerification } from '../model/memory.ts';
import type { Judgement } from '../model/outcome.ts';
import type { TrailStatus } from '../model/trail.ts';
import { ADMINISTRATOR } from '../model/who-can-act.ts';
import { lateDeliveryRefusal } from '../planning/late-deliveries.ts';

const MINUTE_MS = 60 * 1000;
const NO_PROOF_FOR_MEMBERS = ' This does not prove that the events of member accounts arrive.';

/** The findings that require another repair while the trail waits for its first delivery. */
export function withoutDeliveryFindings(findings: readonly Finding[]): readonly Finding[] {
  return findings.filter(({ rule }) => !isAboutDeliveries(rule));
}

/**
 * Judges a repaired trail by GetTrailStatus. VERIFIED: AWS has delivered to CloudWatch Logs since
 * the repair. FAILED: AWS reports an error that does not pass, or a second look confirmed that it
 * delivers only to the bucket. Otherwise the trail stays FIXED.
 */
export function judgeVerification(
  { since }: AwaitingVerification,
  facts: TrailFacts,
  findings: readonly Finding[],
): Judgement {
  const late = actionable(findings).find(({ rule }) => isAboutDeliveries(rule));
  if (facts.status.read && late && isViolated(late)) {
    return {
      outcome: 'FAILED',
      reason: 'not-delivered',
      stage: 'delivery',
      detail: `Repaired at ${since}, but AWS does not deliver to CloudWatch Logs: ${late.evidence.saw}`,
      whoCanAct: lateDeliveryRefusal(late, findings, facts)?.whoCanAct ?? ADMINISTRATOR,
    };
  }
  const { latestLogsDelivery = '' }: Partial<TrailStatus> = facts.status.read ? facts.status.value : {};
  const sinceRepairMs = Date.parse(latestLogsDelivery) - Date.parse(since);
  if (sinceRepairMs > 0) {
    const minutes = Math.ceil(sinceRepairMs / MINUTE_MS);
    const { trail } = facts;
    const members = trail.read && trail.value.isOrganizationTrail ? NO_PROOF_FOR_MEMBERS : '';
    return {
      outcome: 'VERIFIED',
      reason: 'delivered',
      detail: `AWS delivered to CloudWatch Logs at ${latestLogsDelivery}, at most ${minutes} minute${minutes === 1 ? '' : 's'} after the repair.${members}`,
    };
  }
  return {
    outcome: 'FIXED',
    reason: 'awaiting-delivery',
    detail: `Repaired at ${since}; AWS has not delivered since: ${late?.evidence.saw ?? 'there may have been nothing to deliver'}.`,
  };
}
