import type { TrailFacts } from '../model/facts.ts';
import { acceptances, actionable, weakenings } from '../model/finding.ts';
import type { TrailMemory } from '../model/memory.ts';
import { isExcluded, type OutcomeRecord, type OutcomeWord } from '../model/outcome.ts';
import { targetOf } from '../model/step.ts';
import { isSameTarget } from '../model/trail.ts';
import { accountOfLogGroup } from '../model/trail-id.ts';

const HEALTHY_OUTCOMES: ReadonlySet<OutcomeWord> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED']);

/**
 * The target that the owner accepted, or that of a healthy trail, unless nobody accepted it. The
 * target of trailmend's own UpdateTrail counts even if other findings remain: CloudTrail tested the
 * role on the group.
 */
export function targetChanges(record: OutcomeRecord, { trail }: TrailFacts, { acceptedTarget }: TrailMemory) {
  if (!trail.read || (acceptedTarget && isSameTarget(acceptedTarget, trail.value))) return {};
  const { logGroupArn, roleArn } = trail.value;
  const isAccepted = hasTargetRule(acceptances(record.remaining)) || (isSeenHealthy(record) && !hasOtherTarget(record));
  const isRepaired = record.applied.some(
    ({ step }) => step.operation === 'UpdateTrail' && isSameTarget(targetOf(step.input), trail.value),
  );
  if (!isAccepted && !isRepaired && !isOfAdministrator(record, logGroupArn)) return {};
  return { acceptedTarget: { logGroupArn, roleArn, since: record.time } };
}

/** The target of a delegated administrator counts in any state: trailmend never replaces it. */
function isOfAdministrator({ reason, subject }: OutcomeRecord, groupArn: string): boolean {
  const owner = accountOfLogGroup(groupArn);
  return reason === 'delegated-administrator' && owner !== undefined && owner !== subject.account;
}

/** An excluded or weakened trail without actionable findings is healthy too. */
function isSeenHealthy({ outcome, reason, remaining }: OutcomeRecord): boolean {
  if (actionable(remaining).length > 0) return false;
  return HEALTHY_OUTCOMES.has(outcome) || reason === 'weakened' || isExcluded(reason);
}

/** Whether the trail delivers where nobody accepted it: then no repair set its target. */
export function hasOtherTarget({ remaining }: OutcomeRecord): boolean {
  return hasTargetRule(weakenings(remaining));
}

function hasTargetRule(findings: OutcomeRecord['remaining']): boolean {
  return findings.some(({ rule }) => rule === 'target-changed' || rule === 'role-changed');
}
