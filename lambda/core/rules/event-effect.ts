import { EXCLUDE_TAG } from '../integration/names.ts';
import { isRead } from '../model/fact.ts';
import type { TrailFacts } from '../model/facts.ts';
import { actionable } from '../model/finding.ts';
import type { Assessment } from '../model/plan.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import { CONCERNS, type Concern } from '../model/rule-catalog.ts';
import type { CallTrigger, Trigger } from '../model/trigger.ts';

/** After one of these calls the trail exists, whatever the reads show. */
const PROVING_EXISTENCE: ReadonlySet<string> = new Set(['CreateTrail', 'StartLogging', 'PutEventSelectors']);

/**
 * Whether the reads show the effect of the call that started the run. CloudTrail and CloudWatch
 * Logs are eventually consistent: a read right after the call may show the state before it, and the
 * run would find a healthy trail.
 */
export function isEventVisible(trigger: Trigger, { facts, findings, scope }: Assessment): boolean {
  if (trigger.kind === 'sweep') return true;
  if (facts.gone) return !PROVING_EXISTENCE.has(trigger.eventName);
  if (trigger.tampering === 'deleted') return false;
  if (trigger.eventName === 'AddTags' && trigger.tampering === 'exclusion-changed' && isRead(facts.tags)) {
    return EXCLUDE_TAG in facts.tags.value;
  }
  if (trigger.eventName === 'RemoveTags' && trigger.tampering) {
    return !(scope.scope === 'out' && scope.reason === 'excluded-by-tag');
  }
  if (trigger.tampering === 'accept-tag' && isRead(facts.tags)) return facts.tags.value[ACCEPT_TAG] !== undefined;
  const affected = affectedConcerns(trigger, facts);
  return (
    scope.scope !== 'in' ||
    affected.length === 0 ||
    actionable(findings).some(({ rule }) => affected.includes(CONCERNS[rule]))
  );
}

function affectedConcerns(
  { eventName, tampering, logGroupArn }: CallTrigger,
  { trail }: TrailFacts,
): readonly Concern[] {
  if (tampering === 'stopped') return ['logging'];
  if (tampering === 'blanked') return ['log-group', 'role'];
  const isDeletedGroup = trail.read && trail.value.logGroupArn === logGroupArn;
  return eventName === 'DeleteLogGroup' && isDeletedGroup ? ['log-group'] : [];
}
