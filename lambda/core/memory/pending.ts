import type { TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { holderOf } from './lease.ts';

/** The longest that a run takes to publish: three attempts of ten seconds, and pauses. */
export const PUBLISHING_MS: number = 45_000;

/** Notifications that an earlier run saved, unless it may still be publishing them. */
export function findPending(
  { pending }: TrailMemory,
  { trigger, time }: Pick<OutcomeRecord, 'trigger' | 'time'>,
): readonly OutcomeRecord[] {
  const isAbandoned = (record: OutcomeRecord): boolean =>
    holderOf(record.trigger) === holderOf(trigger) || Date.parse(time) - Date.parse(record.time) > PUBLISHING_MS;
  return pending.filter(isAbandoned);
}
