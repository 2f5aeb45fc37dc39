import { callOf } from './occasion.ts';
import type { OutcomeRecord } from './outcome-record.ts';

/** Trails that are judged elsewhere: what is wrong with them is told there. */
const ELSEWHERE: ReadonlySet<OutcomeRecord['reason']> = new Set([
  'shadow-trail',
  'other-account',
  'delegated-administrator',
]);

/**
 * Whether people are told of an outcome. Tampering is told whatever became of the trail; an organization's trail seen from a
 * member account never is, since nobody there can act.
 */
export function isTold({ outcome, reason, trigger, remaining }: OutcomeRecord): boolean {
  if (reason === 'organization-member') return false;
  if (callOf(trigger)?.tampering !== undefined) return true;
  if (outcome === 'SKIPPED') return reason === 'region-closed' || (remaining.length > 0 && !ELSEWHERE.has(reason));
  return outcome !== 'COMPLIANT' && reason !== 'awaiting-delivery';
}
