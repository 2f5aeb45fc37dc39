import { DAY_MS, HOUR_MS, isOlder } from '../model/age.ts';
import type { MemoryChanges, Repeat, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord, RepeatedCall } from '../model/outcome.ts';
import { type CallTrigger, callOf, nameToSave, type Tampering } from '../model/trigger.ts';

/** EventBridge and Lambda do not retry an older event. */
export const EVENT_MEMORY_MS: number = DAY_MS;
/** Repeats that the ledger keeps: with the next one, trailmend notifies people of all. */
const MOST_REPEATS = 100;
/** A caller can repeat these at will. Each deletion of a trail or log group is reported at once. */
const REPEATABLE: ReadonlySet<Tampering> = new Set([
  'stopped',
  'blanked',
  'exclusion-changed',
  'accept-tag',
  'log-stream-deleted',
  'log-group-untagged',
]);

type Known = Pick<TrailMemory, 'notified' | 'repeats' | 'lease'>;

/** The tampering of a record that no earlier run reported or counted. */
export function newTampering({ trigger, time }: OutcomeRecord, { notified, repeats }: Known): CallTrigger | undefined {
  const call = callOf(trigger);
  if (!call?.tampering || repeats?.[call.eventId]) return undefined;
  const since = notified[eventKey(call)];
  return since === undefined || isOlder(since, time, EVENT_MEMORY_MS) ? call : undefined;
}

/**
 * Whether people know of the same deed of the same caller: from a notification within the last
 * hour, or from the run that holds the lease, which will send one.
 */
export function isRepeat(
  { trigger, time, reason, unconfirmed }: OutcomeRecord,
  { notified, repeats = {}, lease }: Known,
): boolean {
  const call = callOf(trigger);
  if (!call?.tampering || !REPEATABLE.has(call.tampering) || Object.keys(repeats).length >= MOST_REPEATS) return false;
  const since = notified[deedKey(call, unconfirmed)];
  if (since !== undefined && !isOlder(since, time, HOUR_MS)) return true;
  const other = reason === 'another-run' ? lease && callOf(lease.intent.trigger) : undefined;
  return other?.tampering !== undefined && other.eventId !== call.eventId && deedKey(other) === deedKey(call);
}

/** What the ledger saves about tampering that a notification reports, with earlier repeats. */
export function reportedChanges({ trigger, time, unconfirmed }: OutcomeRecord, { repeats = {} }: Known) {
  const call = callOf(trigger);
  const deeds = Object.values(repeats).map(({ deed }) => [deed, time]);
  return {
    notified: {
      ...Object.fromEntries(deeds),
      ...(call?.tampering && { [eventKey(call)]: time, [deedKey(call, unconfirmed)]: time }),
    },
    ...(deeds.length > 0 && { repeats: Object.fromEntries(Object.keys(repeats).map((id) => [id, null])) }),
  };
}

/** What the ledger saves about a repeat that the next notification, or the next sweep, reports. */
export function countedChanges(record: OutcomeRecord, memory: Known): MemoryChanges {
  const call = newTampering(record, memory);
  if (!call) return {};
  const { eventName, eventTime, actor } = call;
  const repeat: Repeat = {
    eventName,
    time: eventTime,
    actor: nameToSave(actor),
    deed: deedKey(call, record.unconfirmed),
  };
  return { repeats: { [call.eventId]: repeat }, notified: { [eventKey(call)]: record.time } };
}

/** The record with the repeats that no notification reported. */
export function withRepeats(record: OutcomeRecord, { repeats = {} }: Known): OutcomeRecord {
  const calls = repeatedCalls(Object.values(repeats));
  return calls.length > 0 ? { ...record, repeats: calls } : record;
}

function repeatedCalls(repeats: readonly Repeat[]): RepeatedCall[] {
  const byDeed = Map.groupBy(repeats, ({ deed }) => deed);
  return [...byDeed.values()].map((same) => {
    const times = same.map(({ time }) => time).toSorted();
    const [{ eventName, actor, deed }] = same as [Repeat, ...Repeat[]];
    const [first = '', last = ''] = [times[0], times.at(-1)];
    return { eventName, actor, count: same.length, first, last, denied: deed.startsWith('attempt ') };
  });
}

function eventKey({ eventId }: CallTrigger): string {
  return `event ${eventId}`;
}

/**
 * The same call by the same role, whose caller chooses the names of its sessions. An invented event
 * must not make the real deed a repeat.
 */
function deedKey({ tampering, eventName, actor }: CallTrigger, unconfirmed?: string): string {
  const deed = unconfirmed === undefined ? 'deed' : 'claim';
  const kind = tampering === 'denied-attempt' ? 'attempt' : `${deed} ${tampering}`;
  return `${kind} ${eventName} ${actor.issuer ?? actor.name}`;
}
