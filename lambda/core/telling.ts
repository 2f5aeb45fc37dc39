import type { OutcomeRecord } from './model.ts';

/**
 * Whether people are told of an outcome. Tampering is told whatever became of the trail; an organization's trail seen from a
 * member account never is, since nobody there can act.
 */
export function isTold({ outcome, reason, trigger, findings }: OutcomeRecord): boolean {
  if (reason === 'organization-member') return false;
  if (trigger.tampering !== undefined) return true;
  if (outcome === 'SKIPPED') return isExcluded(reason) && findings.length > 0;
  return outcome !== 'COMPLIANT';
}

function isExcluded(reason: OutcomeRecord['reason']): boolean {
  return reason === 'excluded-by-parameter' || reason === 'excluded-by-tag';
}
