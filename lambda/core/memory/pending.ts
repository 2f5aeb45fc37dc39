import type { TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';

/** The longest that a run takes to publish: three attempts of ten seconds, and pauses. */
export const PUBLISHING_MS: number = 45_000;

/**
 * Notifications that an earlier run saved, unless it may still be publishing them. Lambda retries
 * an event after a minute at the earliest, so that the retry publishes those of the attempt before.
 */
export function findPending({ pending }: TrailMemory, { time }: Pick<OutcomeRecord, 'time'>): readonly OutcomeRecord[] {
  return pending.filter((record) => Date.parse(time) - Date.parse(record.time) > PUBLISHING_MS);
}
