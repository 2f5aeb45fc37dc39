import { DAY_MS, isOlder } from '../model/age.ts';
import { acceptances, actionable, findGap, findTooLarge, weakenings } from '../model/finding.ts';
import { expiryOfGone, type MemoryChanges, type NotifiedOutcome, type TrailMemory } from '../model/memory.ts';
import {
  DECIDED_LATER,
  isExcluded,
  NOT_OURS,
  type OutcomeRecord,
  type OutcomeWord,
  REPORTED_ELSEWHERE,
} from '../model/outcome.ts';
import { callOf } from '../model/trigger.ts';
import { isReportedMeanwhile, occurrencesOf } from './occurrences.ts';
import { countedChanges, EVENT_MEMORY_MS, isRepeat, newTampering, reportedChanges } from './repeats.ts';
import { isWeakeningUnread, reportedWeakenings } from './weakening-news.ts';

/** People forget exclusions: how often trailmend reminds them of a broken excluded trail. */
const EXCLUDED_REMINDER_MS = 7 * DAY_MS;

/** The outcomes after which people expect a notification of the recovery. */
const WAITING: ReadonlySet<OutcomeWord> = new Set(['BLOCKED', 'FAILED', 'WOULD_FIX']);

/**
 * Limits how many notifications the ledger keeps, and removes at once: DynamoDB allows items of 400
 * KB and expressions of 4 KB (DynamoDB developer guide, "Constraints").
 */
const MOST_NOTIFIED = 200;

type Notified = Pick<TrailMemory, 'notified' | 'lastNotified' | 'repeats' | 'lease'>;

/**
 * Whether trailmend notifies people and machines of an outcome. Tampering: the first time at once;
 * repeats by the same caller within an hour with the next notification, at the latest that of the
 * next sweep. A weakening: at once, and again when it changes. A repair: each time, unless it follows
 * a repeat. Any other noteworthy outcome: when something about it is new, and every 24 hours while a
 * person has to act; every 7 days for a broken trail that its owner excluded.
 * @param began when the run began: what another run has notified since is no news
 */
export function shouldNotify(record: OutcomeRecord, memory: Notified, began: string = record.time): boolean {
  // Nobody in a member account can act on an organization trail.
  if (record.reason === 'organization-member') return false;
  if (record.trigger.kind === 'sweep' && Object.keys(memory.repeats ?? {}).length > 0) return true;
  const repeated = isRepeat(record, memory);
  if (newTampering(record, memory) && !repeated) return true;
  const isReported = isReportedMeanwhile(record, memory, began);
  if (isNewState(record, memory) || (hasHappened(record) && !isReported)) return true;
  if (!isNoteworthy(record)) return isRecovery(record, memory);
  const { outcome, time } = record;
  if (outcome === 'FIXED' && isReported) return false;
  const known = memory.lastNotified;
  if (known === undefined || !hasNoNews(known, record)) return true;
  if (outcome === 'FIXED') return !repeated;
  const interval = reminderMs(record);
  return interval !== undefined && isOlder(known.time, time, interval);
}

/** How long after a notification trailmend repeats it; undefined: never. */
function reminderMs(record: OutcomeRecord): number | undefined {
  const { outcome, reason } = record;
  if (outcome === 'BLOCKED' || outcome === 'FAILED' || reportedWeakenings(record) !== undefined) return DAY_MS;
  return isExcluded(reason) ? EXCLUDED_REMINDER_MS : undefined;
}

/** What the ledger saves about a notification. Removes entries that are too old or too many. */
export function notifiedChanges(record: OutcomeRecord, memory: Notified): MemoryChanges {
  const reported = reportedChanges(record, memory);
  const happened = Object.fromEntries(occurrencesOf(record).map((occurrence) => [occurrence, record.time]));
  const notified = { ...reported.notified, ...happened };
  const room = MOST_NOTIFIED - Object.keys(notified).length;
  const isDeleted = record.reason === 'trail-deleted';
  // A sweep reports a deletion that AWS does not confirm yet.
  const isUnproven = isDeleted && record.unconfirmed !== undefined;
  const isAboutTrail = record.reason !== 'another-run' && !isUnproven;
  return {
    ...reported,
    notified: {
      ...Object.fromEntries(findExpired(memory.notified, record.time, room).map((key) => [key, null])),
      ...notified,
    },
    ...(isAboutTrail && { lastNotified: notifiedOutcome(record) }),
    // A new trail of this name is another one, which its creator may leave stopped.
    ...(isDeleted &&
      !isUnproven && { seenLogging: null, exclusion: null, logging: null, expires: expiryOfGone(record.time) }),
  };
}

/** Without a notification: counts a repeat, and forgets what the last notification said and is over. */
export function unnotifiedChanges(record: OutcomeRecord, memory: Notified): MemoryChanges {
  const known = memory.lastNotified;
  const lastNotified = known && stillTrue(known, record);
  const isOver =
    lastNotified !== undefined &&
    (lastNotified.rules.length !== known?.rules.length ||
      lastNotified.weakened !== known.weakened ||
      lastNotified.tooLarge !== known.tooLarge);
  return { ...countedChanges(record, memory), ...(isOver && { lastNotified }) };
}

/**
 * The last notification without weakenings and findings that are over, and without the event that
 * was too large once AWS reports none.
 */
function stillTrue({ weakened, tooLarge, ...known }: NotifiedOutcome, record: OutcomeRecord): NotifiedOutcome {
  const { reason, before, remaining } = record;
  const isSeen = before !== undefined && !REPORTED_ELSEWHERE.has(reason);
  const isUnread = isWeakeningUnread(known, record);
  const isWeakened = weakened !== undefined && (!isSeen || isUnread || weakenings(remaining).length > 0);
  const isTooLarge = tooLarge !== undefined && (!isSeen || findTooLarge(remaining));
  return {
    ...known,
    ...(hasNoNews(known, record) && !isUnread && { rules: notifiedOutcome(record).rules }),
    ...(isWeakened && { weakened }),
    ...(isTooLarge && { tooLarge }),
  };
}

/** What the ledger saves about a notified outcome. */
export function notifiedOutcome(record: OutcomeRecord): NotifiedOutcome {
  const { outcome, reason, remaining, time } = record;
  const rules = [...actionable(remaining), ...weakenings(remaining)].map(({ rule }) => rule);
  const weakened = reportedWeakenings(record);
  return {
    outcome,
    reason,
    time,
    rules: rules.toSorted(),
    ...(weakened !== undefined && { weakened }),
    ...(findTooLarge(remaining) && { tooLarge: true }),
  };
}

/** Whether the subject is compliant after an outcome whose recovery people expect. */
export function isRecovery(record: OutcomeRecord, { lastNotified: known }: Pick<Notified, 'lastNotified'>): boolean {
  if (known === undefined || isWeakeningUnread(known, record)) return false;
  const { outcome, reason } = record;
  if (outcome === 'SKIPPED') return known.reason === 'weakened' && !NOT_OURS.has(reason) && !DECIDED_LATER.has(reason);
  return outcome === 'COMPLIANT' && WAITING.has(known.outcome);
}

/** What is reported at once, and once while it lasts: each weakening, and an event that was too large. */
function isNewState(record: OutcomeRecord, { lastNotified: known }: Notified): boolean {
  const weakened = reportedWeakenings(record);
  const isTooLarge = findTooLarge(record.remaining) !== undefined && !REPORTED_ELSEWHERE.has(record.reason);
  return (weakened !== undefined && weakened !== known?.weakened) || (isTooLarge && known?.tooLarge === undefined);
}

/** What is reported each time: the acceptance of a weakening, and to a sweep what its lost event would have reported. */
function hasHappened({ trigger, reason, exclusion, remaining }: OutcomeRecord): boolean {
  const isLostEvent =
    trigger.kind === 'sweep' &&
    !REPORTED_ELSEWHERE.has(reason) &&
    (exclusion !== undefined || reason === 'trail-deleted' || findGap(remaining) !== undefined);
  return isLostEvent || (acceptances(remaining).length > 0 && !NOT_OURS.has(reason));
}

function isNoteworthy({ outcome, reason, trigger, remaining, applied }: OutcomeRecord): boolean {
  // A delivery that is late for the first time, or a paused repair, concerns nobody yet.
  if (DECIDED_LATER.has(reason)) return false;
  if (outcome === 'SKIPPED') {
    const isClosed = reason === 'region-closed' || reason === 'not-judged';
    return isClosed || (actionable(remaining).length > 0 && !REPORTED_ELSEWHERE.has(reason));
  }
  // The creator may still start the trail. Its StartLogging, or the next sweep, decides.
  if (reason === 'trail-just-made' && callOf(trigger)) return applied.length > 0;
  return outcome !== 'COMPLIANT' && reason !== 'awaiting-delivery';
}

/** Keys of notifications to remove, oldest first. @param room for those that stay */
function findExpired(notified: Notified['notified'], now: string, room: number): readonly string[] {
  const oldestFirst = Object.entries(notified).toSorted(([, one], [, other]) => (one < other ? -1 : 1));
  const tooMany = oldestFirst.length - room;
  return oldestFirst
    .filter(([, time], index) => index < tooMany || isOlder(time, now, EVENT_MEMORY_MS))
    .slice(0, MOST_NOTIFIED)
    .map(([key]) => key);
}

/** The same outcome for the same reason, and no finding that the last notification did not name. */
function hasNoNews(known: NotifiedOutcome, record: OutcomeRecord): boolean {
  const { outcome, reason, rules } = notifiedOutcome(record);
  return known.outcome === outcome && known.reason === reason && rules.every((rule) => known.rules.includes(rule));
}
