import { matchesWildcard } from '../integration/iam-wildcard.ts';
import { DAY_MS } from '../model/age.ts';
import { failed, type Result, succeeded } from '../model/result.ts';
import { TRAIL_NAME, type TrailId } from '../model/trail-id.ts';

/** People forget longer exclusions. */
export const LONGEST_EXCLUSION_DAYS = 90;
/** An entry of ExcludedTrails, as a regular expression that CloudFormation takes, too. */
export const EXCLUDED_TRAILS_ENTRY =
  '[A-Za-z0-9._-]{3,128}|arn:[A-Za-z0-9_*?-]+:cloudtrail:[a-z0-9*?-]+:[0-9*?]+:trail/[A-Za-z0-9._*?-]+';
const ENTRY = new RegExp(`^(${EXCLUDED_TRAILS_ENTRY})$`);
const ADVICE = 'ExcludedTrails takes trail names and trail ARN patterns such as arn:aws:cloudtrail:*:*:trail/test-*';

/**
 * The entry that excludes a trail, or undefined. An invalid entry prevents every write, because
 * what it should exclude is unknown.
 */
export type Exclusion = Result<string | undefined, InvalidExclusion>;

export interface InvalidExclusion {
  readonly entry: string;
  readonly advice: string;
}

/** @param list comma-separated trail names, or ARN patterns with `*` and `?` */
export function excludedByParameter(list: string, id: TrailId): Exclusion {
  const invalid = invalidExclusion(list);
  if (invalid) return failed(invalid);
  const match = entriesOf(list).find((entry) =>
    TRAIL_NAME.test(entry) ? entry === id.name : matchesWildcard(entry, id.arn),
  );
  return succeeded(match);
}

/** The first invalid entry of the parameter ExcludedTrails, or undefined. */
export function invalidExclusion(list: string): InvalidExclusion | undefined {
  const entry = entriesOf(list).find((candidate) => !ENTRY.test(candidate));
  return entry === undefined ? undefined : { entry, advice: ADVICE };
}

function entriesOf(list: string): readonly string[] {
  return list
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');
}

/** The tag takes `true` or a date at most 90 days ahead, which includes the day (UTC). */
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

/** The days between two dates (YYYY-MM-DD), or undefined when the second is invalid. */
function daysBetween(from: string, to: string): number | undefined {
  const end = Date.parse(`${to}T00:00:00.000Z`);
  // Date.parse takes 31 February for a day in March, and a month for its first day.
  if (Number.isNaN(end) || new Date(end).toISOString().slice(0, 10) !== to) return undefined;
  return Math.round((end - Date.parse(`${from}T00:00:00.000Z`)) / DAY_MS);
}
