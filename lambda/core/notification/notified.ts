import { isOlder } from '../model/age.ts';
import { actionable, findTooLarge, weakenings } from '../model/finding.ts';
import { expiryOfGone, type MemoryChanges, type NotifiedOutcome, type TrailMemory } from '../model/memory.ts';
import { type OutcomeRecord, REPORTED_ELSEWHERE } from '../model/outcome.ts';
import { occurrencesOf } from './occurrences.ts';
import { countedChanges, EVENT_MEMORY_MS, reportedChanges } from './repeats.ts';
import { isWeakeningUnread, reportedWeakenings } from './weakening-news.ts';

/**
 * Limits how many notifications the ledger keeps, and removes at once: DynamoDB allows items of 400
 * KB and expressions of 4 KB (DynamoDB developer guide, "Constraints").
 */
const MOST_NOTIFIED = 200;

/** What decides about notifications, and what they change. */
export type Notified = Pick<TrailMemory, 'notified' | 'lastNotified' | 'repeats' | 'lease'>;

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

/** Without a notification: counts a repeat, and forgets what the last one said and is over. */
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

/** The same outcome for the same reason, and no finding that the last notification did not name. */
export function hasNoNews(known: NotifiedOutcome, record: OutcomeRecord): boolean {
  const { outcome, reason, rules } = notifiedOutcome(record);
  return known.outcome === outcome && known.reason === reason && rules.every((rule) => known.rules.includes(rule));
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
