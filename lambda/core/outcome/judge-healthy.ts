import { existingGroup, namedGroup, type TrailFacts } from '../model/facts.ts';
import type { AppliedStep, Judgement } from '../model/outcome.ts';
import type { Assessment } from '../model/plan.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import { changesTrail, targetOf } from '../model/step.ts';
import { isSameTarget } from '../model/trail.ts';

/** Nothing is wrong, because trailmend repaired the trail or without a repair. */
export function judgeHealthy(applied: readonly AppliedStep[], { facts }: Assessment): Judgement {
  const done = applied.filter(({ result }) => result === 'done').map(({ step }) => step);
  if (
    done.some(({ operation }) => changesTrail(operation)) ||
    applied.some((attempt) => isEffectVisible(attempt, facts))
  ) {
    return {
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'trailmend repaired the trail, and verified the repair by reading the trail again.',
    };
  }
  const operations = done.map(({ operation }) => operation).join(', ');
  const prepared = done.length > 0 ? ` Another caller completed the repair. This run made: ${operations}.` : '';
  return { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail: `The trail is compliant.${prepared}` };
}

/**
 * Whether the facts show the effect of a call. It may have one although it returned an error, and
 * none although it succeeded: an account policy overrides a retention.
 */
function isEffectVisible({ step, result }: AppliedStep, facts: TrailFacts): boolean {
  const { trail } = facts;
  if (step.operation === 'PutMetricFilter') {
    return result !== 'not-attempted' && step.input.logGroupName === namedGroup({ trail })?.name;
  }
  if (step.operation === 'UpdateTrail') return trail.read && isSameTarget(targetOf(step.input), trail.value);
  // Else it prepares an UpdateTrail.
  const isRepair = step.repairs.every((rule) => CONCERNS[rule] === 'retention');
  if (step.operation !== 'PutRetentionPolicy' || !isRepair) return false;
  const { logGroupName, retentionInDays } = step.input;
  const group = existingGroup(facts);
  return group?.name === logGroupName && group.retentionDays === retentionInDays;
}
