import { actionable, findTargetChange } from '../model/finding.ts';
import type { MemoryChanges, NotifiedOutcome, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { type CallTrigger, callOf } from '../model/trigger.ts';

/** Trails that are judged elsewhere, and runs that left the trail to another: what is wrong is told there. */
const ELSEWHERE: ReadonlySet<OutcomeRecord['reason']> = new Set([
  'shadow-trail',
  'other-account',
  'delegated-administrator',
  'another-run',
]);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than EventBridge and Lambda together try to deliver an event: no older one comes again. */
const EVENT_MEMORY_MS = DAY_MS;

/**
 * Whether people are told of an outcome. Tampering is told whatever became of the trail; an organization's trail seen from a
 * member account never is, since nobody there can act.
 */
export function isNotifiable(record: OutcomeRecord): boolean {
  if (record.reason === 'organization-member') return false;
  return callOf(record.trigger)?.tampering !== undefined || isNoteworthy(record) || movedTo(record) !== undefined;
}

/**
 * Whether people are to be told now, after what they were told before: what somebody did once for each event (denied attempts once
 * an hour for each role and call), another log group once for each change, a repair each time, any other outcome when it differs from what they know, and every 24 hours
 * while somebody has to act.
 */
export function shouldNotify(record: OutcomeRecord, memory: TrailMemory): boolean {
  if (!isNotifiable(record)) return isRecovery(record, memory);
  const moved = movedTo(record);
  if (moved !== undefined && memory.told[targetKey(moved)] === undefined) return true;
  const { outcome, reason, trigger, time } = record;
  const call = callOf(trigger);
  if (call?.tampering) {
    const told = memory.told[keyOf(call)];
    const memoryMs = reason === 'attempt-denied' ? HOUR_MS : EVENT_MEMORY_MS;
    if (told === undefined || isOlder(told, time, memoryMs)) return true;
  }
  if (!isNoteworthy(record)) return isRecovery(record, memory);
  const known = memory.lastNotified;
  if (outcome === 'FIXED' || known === undefined || !isSame(known, lastNotified(record))) return true;
  return (outcome === 'BLOCKED' || outcome === 'FAILED') && isOlder(known.time, time, DAY_MS);
}

/** Whether an outcome is worth a message for itself. */
function isNoteworthy({ outcome, reason, remaining }: OutcomeRecord): boolean {
  if (outcome === 'SKIPPED') {
    return reason === 'region-closed' || (actionable(remaining).length > 0 && !ELSEWHERE.has(reason));
  }
  return outcome !== 'COMPLIANT' && reason !== 'awaiting-delivery';
}

/** The outcomes after which people wait for the trail to be put right. */
const WAITING: ReadonlySet<OutcomeRecord['outcome']> = new Set(['BLOCKED', 'FAILED', 'WOULD_FIX']);

/** Whether people wait for what is put right by now, by whomever. */
function isRecovery({ outcome }: OutcomeRecord, { lastNotified: known }: TrailMemory): boolean {
  return outcome === 'COMPLIANT' && known !== undefined && WAITING.has(known.outcome);
}

/** What is remembered once a message was sent; what is too old to matter, or too much, is forgotten. */
export function notifiedChanges(record: OutcomeRecord, memory: TrailMemory): MemoryChanges {
  const call = callOf(record.trigger);
  const moved = movedTo(record);
  const isAboutTrail = record.reason !== 'attempt-denied' && record.reason !== 'another-run';
  return {
    told: {
      ...Object.fromEntries(toForget(memory, record.time).map((key) => [key, null])),
      ...(moved !== undefined && { [targetKey(moved)]: record.time }),
      ...(call?.tampering && { [keyOf(call)]: record.time }),
    },
    ...(isAboutTrail && { lastNotified: lastNotified(record) }),
    // One that is made again under its name is another, which its maker may have parked.
    ...(record.reason === 'trail-deleted' && { seenLogging: null }),
  };
}

/** What is forgotten when there is nothing to tell: of another log group, once the trail is seen to have left it. */
export function untoldChanges(record: OutcomeRecord, { told }: TrailMemory): MemoryChanges {
  const left = Object.keys(told).filter((key) => key.startsWith(TARGET));
  const isSeen = record.before !== undefined && !ELSEWHERE.has(record.reason) && !findTargetChange(record.findings);
  return isSeen && left.length > 0 ? { told: Object.fromEntries(left.map((key) => [key, null])) } : {};
}

/** How many tellings are remembered of a trail, and forgotten at once: DynamoDB takes expressions of 4 KB and items of 400 KB. */
const MOST_TOLD = 200;

/** Keys of what was told, oldest first, that the next telling makes superfluous. */
function toForget({ told }: TrailMemory, now: string): readonly string[] {
  const tellings = Object.entries(told).toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const tooMany = tellings.length + 1 - MOST_TOLD;
  const old = tellings.filter(
    ([key, time], index) => key.startsWith(TARGET) || index < tooMany || isOlder(time, now, EVENT_MEMORY_MS),
  );
  return old.slice(0, MOST_TOLD).map(([key]) => key);
}

/** Keys of what people know of a trail's log group: the last change alone, as long as nothing else was told. */
const TARGET = 'target ';

function targetKey(logGroupArn: string): string {
  return `${TARGET}${logGroupArn}`;
}

/** The log group to which somebody sent the trail, where that is told here. */
function movedTo({ reason, findings, before }: OutcomeRecord): string | undefined {
  return findTargetChange(findings) && !ELSEWHERE.has(reason) ? before?.logGroupArn : undefined;
}

/** An event is told once; attempts, which an attacker can repeat at will, once for whoever makes them, however often they sign in. */
function keyOf({ tampering, eventName, eventId, actor }: CallTrigger): string {
  return tampering === 'denied-attempt' ? `attempt ${eventName} ${actor.issuer ?? actor.name}` : `event ${eventId}`;
}

function lastNotified({ outcome, reason, remaining, time }: OutcomeRecord): NotifiedOutcome {
  return {
    outcome,
    reason,
    time,
    rules: actionable(remaining)
      .map(({ rule }) => rule)
      .toSorted(),
  };
}

function isSame(left: NotifiedOutcome, right: NotifiedOutcome): boolean {
  return left.outcome === right.outcome && left.reason === right.reason && left.rules.join() === right.rules.join();
}

function isOlder(time: string, now: string, ms: number): boolean {
  return Date.parse(now) - Date.parse(time) >= ms;
}
