import type { TrailId } from './core/arn.ts';
import { callOf } from './core/occasion.ts';
import type { OutcomeRecord } from './core/outcome-record.ts';

/** How long a message is remembered, in milliseconds. */
const MEMORY_MS = 60 * 60 * 1000;

/** What people were told already, so that a repeated event or a repeated attempt does not flood them. */
export interface Told {
  readonly has: (record: OutcomeRecord) => boolean;
  readonly add: (record: OutcomeRecord) => void;
  /** Remembers a message that is about to be sent: it is owed until its record is added. */
  readonly owe: (owed: Owed) => void;
  /** What could not be sent within the last hour, oldest first. */
  readonly owed: () => readonly Owed[];
}

/** A message that people have not got yet. */
export interface Owed {
  readonly record: OutcomeRecord;
  readonly id: TrailId;
}

/**
 * Remembers for an hour, in this instance of the function alone: a new instance tells again. Retries and duplicates of an event
 * are told once for each outcome; denied attempts once for each caller, call and trail.
 * @param now milliseconds since the epoch
 */
export function toldLately(now: () => number): Told {
  const told = new Map<string, number>();
  const owed = new Map<string, Owed & { readonly since: number }>();
  return {
    has: (record) => now() - (told.get(keyOf(record)) ?? Number.NEGATIVE_INFINITY) < MEMORY_MS,
    add: (record) => {
      for (const [key, time] of told) {
        if (now() - time >= MEMORY_MS) told.delete(key);
      }
      told.set(keyOf(record), now());
      owed.delete(keyOf(record));
    },
    owe: (message) => owed.set(keyOf(message.record), { ...message, since: now() }),
    owed: () =>
      [...owed.values()].filter(({ since }) => now() - since < MEMORY_MS).map(({ record, id }) => ({ record, id })),
  };
}

function keyOf({ trigger, trailArn, outcome, reason }: OutcomeRecord): string {
  const call = callOf(trigger);
  const occasion = reason === 'attempt-denied' ? [call?.eventName, call?.actor.name] : [call?.eventId, outcome, reason];
  return JSON.stringify([trailArn, ...occasion]);
}
