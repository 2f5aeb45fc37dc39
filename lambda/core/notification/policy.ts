import { actionable, findTargetChange, findTooLarge } from '../model/finding.ts';
import type { MemoryChanges, NotifiedOutcome, TrailMemory } from '../model/memory.ts';
import { type OutcomeRecord, type OutcomeWord, REPORTED_ELSEWHERE } from '../model/outcome.ts';
import { type CallTrigger, callOf } from '../model/trigger.ts';

/** The outcomes after which people expect a notification of the recovery. */
const WAITING: ReadonlySet<OutcomeWord> = new Set(['BLOCKED', 'FAILED', 'WOULD_FIX']);

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
/** EventBridge and Lambda do not retry an older event. */
const EVENT_MEMORY_MS = DAY_MS;
/**
 * Limits how many notifications the ledger keeps, and removes at once: DynamoDB allows items of 400
 * KB and expressions of 4 KB (DynamoDB developer guide, "Constraints").
 */
const MOST_NOTIFIED = 200;

type Notified = Pick<TrailMemory, 'notified' | 'lastNotified'>;

/**
 * Whether trailmend notifies people and machines of an outcome. Tampering: once for each event, and
 * a denied attempt once an hour for each role and call. Another log group: once. A repair: each
 * time. Any other noteworthy outcome: when it differs from the last one, and every 24 hours while a
 * person has to act.
 */
export function shouldNotify(record: OutcomeRecord, memory: Notified): boolean {
  // Nobody in a member account can act on an organization trail.
  if (record.reason === 'organization-member') return false;
  if (isNewTampering(record, memory.notified) || isNewTarget(record, memory) || isNewLoss(record, memory)) return true;
  if (!isNoteworthy(record)) return isRecovery(record, memory);
  const { outcome, time } = record;
  const known = memory.lastNotified;
  if (outcome === 'FIXED' || known === undefined || !isSameOutcome(known, record)) return true;
  return (outcome === 'BLOCKED' || outcome === 'FAILED') && isOlder(known.time, time, DAY_MS);
}

/** What the ledger saves about a notification. Removes entries that are too old or too many. */
export function notifiedChanges(record: OutcomeRecord, { notified }: Notified): MemoryChanges {
  const call = callOf(record.trigger);
  const isAboutTrail = record.reason !== 'attempt-denied' && record.reason !== 'another-run';
  return {
    notified: {
      ...Object.fromEntries(findExpired(notified, record.time).map((key) => [key, null])),
      ...(call?.tampering && { [keyOf(call)]: record.time }),
    },
    ...(isAboutTrail && { lastNotified: notifiedOutcome(record) }),
    // A new trail of this name is another one, which its creator may leave stopped.
    ...(record.reason === 'trail-deleted' && { seenLogging: null }),
  };
}

/**
 * Without a notification, only forgets the reported log group once the trail has left it, and the
 * reported event that was too large once AWS reports none.
 */
export function unnotifiedChanges(
  { reason, before, findings, remaining }: OutcomeRecord,
  { lastNotified }: Pick<Notified, 'lastNotified'>,
): MemoryChanges {
  const isSeen = before !== undefined && !REPORTED_ELSEWHERE.has(reason);
  if (lastNotified === undefined || !isSeen) return {};
  const { movedTo, tooLarge, ...rest } = lastNotified;
  const staysMoved = movedTo !== undefined && findTargetChange(findings) !== undefined;
  const staysTooLarge = tooLarge !== undefined && findTooLarge(remaining) !== undefined;
  if (staysMoved === (movedTo !== undefined) && staysTooLarge === (tooLarge !== undefined)) return {};
  return { lastNotified: { ...rest, ...(staysMoved && { movedTo }), ...(staysTooLarge && { tooLarge }) } };
}

/** What the ledger saves about a notified outcome. */
export function notifiedOutcome(record: OutcomeRecord): NotifiedOutcome {
  const { outcome, reason, remaining, time } = record;
  const rules = actionable(remaining).map(({ rule }) => rule);
  const movedTo = newLogGroup(record);
  return {
    outcome,
    reason,
    time,
    rules: rules.toSorted(),
    ...(movedTo !== undefined && { movedTo }),
    ...(findTooLarge(remaining) && { tooLarge: true }),
  };
}

/** Whether the subject is compliant after an outcome whose recovery people expect. */
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

/** An event that is missing in CloudWatch Logs is reported once, not at each look. */
function isNewLoss(record: OutcomeRecord, { lastNotified }: Notified): boolean {
  return (
    findTooLarge(record.remaining) !== undefined &&
    !REPORTED_ELSEWHERE.has(record.reason) &&
    lastNotified?.tooLarge === undefined
  );
}

/** The new log group of the trail, if this account reports it. */
function newLogGroup({ reason, findings, before }: OutcomeRecord): string | undefined {
  return findTargetChange(findings) && !REPORTED_ELSEWHERE.has(reason) ? before?.logGroupArn : undefined;
}

function isNoteworthy({ outcome, reason, trigger, remaining, applied }: OutcomeRecord): boolean {
  // A delivery that is late for the first time concerns nobody yet.
  if (reason === 'awaiting-second-look') return false;
  if (outcome === 'SKIPPED') {
    const isClosed = reason === 'region-closed' || reason === 'not-judged';
    return isClosed || (actionable(remaining).length > 0 && !REPORTED_ELSEWHERE.has(reason));
  }
  // The creator may still start the trail. Its StartLogging, or the next sweep, decides.
  if (reason === 'trail-just-made' && callOf(trigger)) return applied.length > 0;
  return outcome !== 'COMPLIANT' && reason !== 'awaiting-delivery';
}

/** Keys of notifications to remove, oldest first. */
function findExpired(notified: Notified['notified'], now: string): readonly string[] {
  const oldestFirst = Object.entries(notified).toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const tooMany = oldestFirst.length + 1 - MOST_NOTIFIED;
  return oldestFirst
    .filter(([, time], index) => index < tooMany || isOlder(time, now, EVENT_MEMORY_MS))
    .slice(0, MOST_NOTIFIED)
    .map(([key]) => key);
}

/**
 * One key for each event. Attempts, which an attacker can repeat, share one for each role and call.
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
