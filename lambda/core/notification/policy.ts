import { DAY_MS, isOlder } from '../model/age.ts';
import { acceptances, actionable, findGap, findTooLarge } from '../model/finding.ts';
import {
  DECIDED_LATER,
  isExcluded,
  NOT_OURS,
  type OutcomeRecord,
  type OutcomeWord,
  REPORTED_ELSEWHERE,
} from '../model/outcome.ts';
import { callOf } from '../model/trigger.ts';
import { hasNoNews, type Notified } from './notified.ts';
import { isReportedMeanwhile } from './occurrences.ts';
import { isRepeat, newTampering } from './repeats.ts';
import { isWeakeningUnread, reportedWeakenings } from './weakening-news.ts';

/** People forget exclusions: how often trailmend reminds them of a broken excluded trail. */
const EXCLUDED_REMINDER_MS = 7 * DAY_MS;

/** The outcomes after which people expect a notification of the recovery. */
const WAITING: ReadonlySet<OutcomeWord> = new Set(['BLOCKED', 'FAILED', 'WOULD_FIX']);

/**
 * Whether trailmend notifies people and machines of an outcome. Tampering: the first time at once;
 * repeats by the same caller within an hour with the next notification, at the latest that of the
 * next sweep. A weakening: at once, and again when it changes. A repair: each time, unless it
 * follows a repeat. Any other noteworthy outcome: when something about it is new, and every 24
 * hours while a person has to act; every 7 days for a broken trail that its owner excluded.
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

/** Whether the subject is compliant after an outcome whose recovery people expect. */
export function isRecovery(record: OutcomeRecord, { lastNotified: known }: Pick<Notified, 'lastNotified'>): boolean {
  if (known === undefined || isWeakeningUnread(known, record)) return false;
  const { outcome, reason } = record;
  if (outcome === 'SKIPPED') return known.reason === 'weakened' && !NOT_OURS.has(reason) && !DECIDED_LATER.has(reason);
  return outcome === 'COMPLIANT' && WAITING.has(known.outcome);
}

/** What is reported at once, and once: each weakening, and an event that was too large. */
function isNewState(record: OutcomeRecord, { lastNotified: known }: Notified): boolean {
  const weakened = reportedWeakenings(record);
  const isTooLarge = findTooLarge(record.remaining) !== undefined && !REPORTED_ELSEWHERE.has(record.reason);
  return (weakened !== undefined && weakened !== known?.weakened) || (isTooLarge && known?.tooLarge === undefined);
}

/**
 * What is reported each time: the acceptance of a weakening, and in a sweep what a lost event would
 * have reported.
 */
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
