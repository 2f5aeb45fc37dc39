import type { TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { holderOf } from './lease.ts';

/** How long a run needs to publish at most, in milliseconds: three tries of ten seconds, and pauses. */
const PUBLISHING_MS = 45_000;

/**
 * The notifications that an earlier run saved and did not publish. Those of another run that may still be publishing them are left
 * to it.
 */
export function findPending(
  { pending }: TrailMemory,
  { trigger, time }: Pick<OutcomeRecord, 'trigger' | 'time'>,
): readonly OutcomeRecord[] {
  const isAbandoned = (record: OutcomeRecord): boolean =>
    holderOf(record.trigger) === holderOf(trigger) || Date.parse(time) - Date.parse(record.time) > PUBLISHING_MS;
  return pending.filter(isAbandoned);
}
