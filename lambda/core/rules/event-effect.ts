import type { Assessment } from '../model/plan.ts';
import { CONCERNS, type Concern } from '../model/rule-catalog.ts';
import type { CallTrigger, Trigger } from '../model/trigger.ts';

/** The calls by which somebody makes a trail: after one of them there is a trail, whatever reads say. */
const MAKING: ReadonlySet<string> = new Set(['CreateTrail', 'StartLogging', 'PutEventSelectors']);

/**
 * Whether reads show what the call that started the run did. CloudTrail and CloudWatch Logs are eventually consistent: a trail
 * read right after the call may look as it was before, and taking it for whole would leave the harm to the next event.
 */
export function isEventVisible(trigger: Trigger, { facts, findings, scope }: Assessment): boolean {
  if (trigger.kind === 'sweep') return true;
  if (facts.gone) return !MAKING.has(trigger.eventName);
  if (trigger.eventName === 'RemoveTags' && trigger.tampering) {
    return !(scope.scope === 'out' && scope.reason === 'excluded-by-tag');
  }
  const harmed = harmedBy(trigger);
  return scope.scope !== 'in' || harmed.length === 0 || findings.some(({ rule }) => harmed.includes(CONCERNS[rule]));
}

function harmedBy({ eventName, tampering }: CallTrigger): readonly Concern[] {
  if (tampering === 'stopped') return ['logging'];
  if (tampering === 'blanked') return ['log-group', 'role'];
  return eventName === 'DeleteLogGroup' ? ['log-group'] : [];
}
