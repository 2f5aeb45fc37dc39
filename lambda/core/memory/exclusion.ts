import { EXCLUDE_TAG } from '../integration/names.ts';
import { isRead } from '../model/fact.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { ExclusionChange } from '../model/outcome.ts';
import type { Assessment } from '../model/plan.ts';
import { callOf, type Trigger } from '../model/trigger.ts';

/**
 * How the exclusion by tag differs from the one that people were notified of. The event of its
 * call reports it, else a sweep. A run of another event leaves it to them, so that nobody is
 * notified twice.
 */
export function exclusionChange(
  trigger: Trigger,
  { scope, facts: { tags } }: Assessment,
  { exclusion: was }: TrailMemory,
): ExclusionChange | undefined {
  const call = callOf(trigger);
  const isExcluded = scope.scope === 'out' && scope.reason === 'excluded-by-tag';
  if ((call && call.tampering !== 'exclusion-changed') || !(isExcluded || scope.scope === 'in')) return undefined;
  const now = isExcluded && isRead(tags) ? tags.value[EXCLUDE_TAG] : undefined;
  return now === was ? undefined : { ...(was !== undefined && { was }), ...(now !== undefined && { now }) };
}
