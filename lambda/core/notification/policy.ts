import { actionable, findTargetChange } from '../model/finding.ts';
import type { MemoryChanges, NotifiedOutcome, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { type CallTrigger, callOf } from '../model/trigger.ts';

/** Reasons after which another account, or another run, reports what is wrong. */
const REPORTED_ELSEWHERE: ReadonlySet<OutcomeRecord['reason']> = new Set([
  'shadow-trail',
  'other-account',
  'delegated-administrator',
  'another-run',
]);
/** The outcomes after which people wait until the subject is in order. */
const WAITING: ReadonlySet<OutcomeRecord['outcome']> = new Set(['BLOCKED', 'FAILED', 'WOULD_FIX']);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** Longer than EventBridge and Lambda together retry an event: an older event does not arrive again. */
const EVENT_MEMORY_MS = DAY_MS;
/**
 * How many notifications of tampering are remembered of a trail, and removed at once. DynamoDB takes expressions of 4 KB and items
 * of 400 KB (DynamoDB developer guide, "Constraints").
 */
const MOST_NOTIFIED = 200;

/** What the decision needs of a memory. */
type Notified = Pick<TrailMemory, 'notified' | 'lastNotified'>;

/**
 * Whether people and machines are notified of an outcome, after what they were notified of before. Tampering: once for each event,
 * and a denied attempt once an hour for each role and call. Another log group: once. A repair: each time. Any other noteworthy
 * outcome: when it differs from the last one, and every 24 hours while a person has to act.
 */
export function shouldNotify(record: OutcomeRecord, memory: Notified): boolean {
  // Nobody in a member account can act on its organization's trail.
  if (record.reason === 'organization-member') return false;
  if (isNewTampering(record, memory.notified) || isNewTarget(record, memory)) return true;
  if (!isNoteworthy(record)) return isRecovery(record, memory);
  const { outcome, time } = record;
  const known = memory.lastNotified;
  if (outcome === 'FIXED' || known === undefined || !isSameOutcome(known, record)) return true;
  return (outcome === 'BLOCKED' || outcome === 'FAILED') && isOlder(known.time, time, DAY_MS);
}

/** What is remembered of a notification. What is too old to matter, or too much, is removed. */
export function notifiedChanges(record: OutcomeRecord, { notified }: Notified): MemoryChanges {
  const call = callOf(record.trigger);
  const isAboutTrail = record.reason !== 'attempt-denied' && record.reason !== 'another-run';
  return {
    notified: {
      ...Object.fromEntries(expired(notified, record.time).map((key) => [key, null])),
      ...(call?.tampering && { [keyOf(call)]: record.time }),
    },
    ...(isAboutTrail && { lastNotified: notifiedOutcome(record) }),
    // A trail that is created again under the name is another one, which its creator may have parked.
    ...(record.reason === 'trail-deleted' && { seenLogging: null }),
  };
}

/** What is forgotten where people are not notified: another log group, once the trail is seen to have left it. */
export function unnotifiedChanges(
  { reason, before, findings }: OutcomeRecord,
  { lastNotified }: Pick<Notified, 'lastNotified'>,
): MemoryChanges {
  const hasLeft = before !== undefined && !REPORTED_ELSEWHERE.has(reason) && !findTargetChange(findings);
  if (lastNotified?.movedTo === undefined || !hasLeft) return {};
  const { movedTo: _, ...kept } = lastNotified;
  return { lastNotified: kept };
}

/** What is remembered of an outcome of which people are notified. */
export function notifiedOutcome(record: OutcomeRecord): NotifiedOutcome {
  const { outcome, reason, remaining, time } = record;
  const rules = actionable(remaining).map(({ rule }) => rule);
  const movedTo = newLogGroup(record);
  return { outcome, reason, time, rules: rules.toSorted(), ...(movedTo !== undefined && { movedTo }) };
}

/** Whether people wait for a subject that is in order now. */
export function isRecovery(
  { outcome }: OutcomeRecord,
  { lastNotified: known }: Pick<Notified, 'lastNotified'>,
): boolean {
  return outcome === 'COMPLIANT' && known !== undefined && WAITING.has(known.outcome);
}

function isNewTampering({ trigger, reason, time }: OutcomeRecord, notified: Notified['notified']): boolean {
  const call = callOf(trigger);
  if (!call?.tampering) return false;
  const since = notified[keyOf(call)];
  return since === undefined || isOlder(since, time, reason === 'attempt-denied' ? HOUR_MS : EVENT_MEMORY_MS);
}

function isNewTarget(record: OutcomeRecord, { lastNotified }: Notified): boolean {
  const group = newLogGroup(record);
  return group !== undefined && group !== lastNotified?.movedTo;
}

/** The log group to which the trail was sent, where this account reports it. */
function newLogGroup({ reason, findings, before }: OutcomeRecord): string | undefined {
  return findTargetChange(findings) && !REPORTED_ELSEWHERE.has(reason) ? before?.logGroupArn : undefined;
}

/** Whether an outcome is worth a notification by itself. */
function isNoteworthy({ outcome, reason, trigger, remaining, applied }: OutcomeRecord): boolean {
  if (outcome === 'SKIPPED') {
    return reason === 'region-closed' || (actionable(remaining).length > 0 && !REPORTED_ELSEWHERE.has(reason));
  }
  // The creator of a new trail is still at work. Its StartLogging, or the next sweep, decides.
  if (reason === 'trail-just-made' && callOf(trigger)) return applied.length > 0;
  return outcome !== 'COMPLIANT' && reason !== 'awaiting-delivery';
}

/** Keys of notifications, oldest first, that are no longer needed. */
function expired(notified: Notified['notified'], now: string): readonly string[] {
  const oldestFirst = Object.entries(notified).toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const tooMany = oldestFirst.length + 1 - MOST_NOTIFIED;
  return oldestFirst
    .filter(([, time], index) => index < tooMany || isOlder(time, now, EVENT_MEMORY_MS))
    .slice(0, MOST_NOTIFIED)
    .map(([key]) => key);
}

/**
 * An event is reported once. Attempts, which an attacker can repeat at will, are reported once for each caller, in however many
 * sessions.
 */
function keyOf({ tampering, eventName, eventId, actor }: CallTrigger): string {
  return tampering === 'denied-attempt' ? `attempt ${eventName} ${actor.issuer ?? actor.name}` : `event ${eventId}`;
}

function isSameOutcome(known: NotifiedOutcome, record: OutcomeRecord): boolean {
  const { outcome, reason, rules } = notifiedOutcome(record);
  return known.outcome === outcome && known.reason === reason && known.rules.join() === rules.join();
}

function isOlder(time: string, now: string, ms: number): boolean {
  return Date.parse(now) - Date.parse(time) >= ms;
}
