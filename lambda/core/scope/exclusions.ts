import { matchesWildcard } from '../integration/iam-wildcard.ts';
import { failed, type Result, succeeded } from '../model/result.ts';
import { TRAIL_NAME, type TrailId } from '../model/trail-id.ts';

/** How far ahead the date of an exclusion may be, in days: people forget longer ones. */
const LONGEST_EXCLUSION_DAYS = 90;
const DAY_MS = 24 * 60 * 60 * 1000;
const ARN_PATTERN = /^arn:[\w*?-]+:cloudtrail:[a-z0-9*?-]+:[\d*?]+:trail\/[A-Za-z0-9._*?-]+$/;

/** An entry that trailmend does not understand. It has to stop every write: what it should exclude is unknown. */
export interface NotUnderstood {
  readonly entry: string;
  readonly advice: string;
}

/** The entry that excludes a trail, undefined where none does. */
export type Exclusion = Result<string | undefined, NotUnderstood>;

/**
 * What the parameter ExcludedTrails says about a trail.
 * @param list comma-separated trail names (exact) or ARN patterns (`*` and `?` stand for any characters and for one)
 */
export function excludedByParameter(list: string, id: TrailId): Exclusion {
  const entries = list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
  const misread = entries.find((entry) => !TRAIL_NAME.test(entry) && !ARN_PATTERN.test(entry));
  if (misread !== undefined) {
    return failed({
      entry: misread,
      advice: 'ExcludedTrails takes trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*',
    });
  }
  const match = entries.find((entry) => (TRAIL_NAME.test(entry) ? entry === id.name : matchesWildcard(entry, id.arn)));
  return succeeded(match);
}

/**
 * What the value of the tag `trailmend:exclude` says: `true`, or a date such as 2027-01-31 up to 90 days ahead, through the
 * end of which (UTC) it holds. A date that has passed excludes nothing.
 */
export function excludedByTag(value: string | undefined, now: string): Exclusion {
  if (value === undefined || value === 'true') return succeeded(value);
  const daysAhead = daysBetween(now.slice(0, 10), value);
  if (daysAhead === undefined || daysAhead > LONGEST_EXCLUSION_DAYS) {
    return failed({
      entry: value,
      advice: `the tag takes "true" or a date (YYYY-MM-DD) at most ${LONGEST_EXCLUSION_DAYS} days ahead; remove the tag to include the trail`,
    });
  }
  return succeeded(daysAhead >= 0 ? value : undefined);
}

/** Whole days from one calendar day to another, both YYYY-MM-DD; undefined when the second is no day of the calendar. */
function daysBetween(from: string, to: string): number | undefined {
  const end = Date.parse(`${to}T00:00:00.000Z`);
  // A day such as 31 February would roll over into March, and a month alone be its first day.
  if (Number.isNaN(end) || new Date(end).toISOString().slice(0, 10) !== to) return undefined;
  return Math.round((end - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS);
}
