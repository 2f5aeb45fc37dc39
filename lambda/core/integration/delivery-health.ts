import { DAY_MS } from '../model/age.ts';
import type { Change, LateDelivery, TrailFacts } from '../model/facts.ts';
import { isSameTarget, type Trail, type TrailStatus } from '../model/trail.ts';
import { kindOfDeliveryError, mayBlameTarget } from './delivery-errors.ts';

/**
 * How far deliveries to the bucket may be ahead of those to CloudWatch Logs. On average, CloudTrail
 * delivers within about 5 minutes (CloudTrail user guide, "How CloudTrail works").
 */
const LAG_MS = 15 * 60 * 1000;
/** The maximum age of a delivery that proves the role: the CIS benchmark requires one a day. */
const RECENT_MS = DAY_MS;
/** The time from the first to the second look at a late delivery: twice the usual delay. */
const SECOND_LOOK_MS = 10 * 60 * 1000;

export type DeliveryFacts = Pick<TrailFacts, 'now' | 'trail' | 'status'>;

/** Whether AWS delivers through the role or has just accepted it. No policy has to prove it. */
export function isRoleProven({ now, trail, status }: DeliveryFacts, change: Change | undefined): boolean {
  if (!trail.read) return false;
  return (status.read && deliveredRecently(status.value, now)) || justAccepted(trail.value, now, change);
}

/**
 * Whether AWS reports no error that may be the role's, delivered to CloudWatch Logs within the last
 * day, and since then did not deliver only to the bucket for more than 15 minutes.
 */
export function deliveredRecently(
  { latestLogsDelivery, logsDeliveryError, latestDelivery }: TrailStatus,
  now: string,
): boolean {
  if (latestLogsDelivery === undefined || (logsDeliveryError !== undefined && mayBlameTarget(logsDeliveryError)))
    return false;
  const delivered = Date.parse(latestLogsDelivery);
  const age = Date.parse(now) - delivered;
  const ahead = latestDelivery === undefined ? 0 : Date.parse(latestDelivery) - delivered;
  // A time in the future proves nothing, apart from a difference of clocks.
  return age >= -LAG_MS && age <= RECENT_MS && ahead <= LAG_MS;
}

/**
 * The delivery error of the current target. AWS reports an error, without its time, until the next
 * success. After a change it counts once AWS delivers to CloudWatch Logs, or to the bucket 15
 * minutes later.
 */
export function currentError(
  { logsDeliveryError, latestLogsDelivery, latestDelivery }: TrailStatus,
  change: Change | undefined,
): string | undefined {
  if (change === undefined) return logsDeliveryError;
  const changed = Date.parse(change.at);
  const isCurrent = timeOf(latestDelivery) - changed > LAG_MS || timeOf(latestLogsDelivery) > changed;
  return isCurrent ? logsDeliveryError : undefined;
}

/** The current error, unless it is only about an event that is too large. */
export function currentFailure(status: TrailStatus, change: Change | undefined): string | undefined {
  const error = currentError(status, change);
  return error !== undefined && kindOfDeliveryError(error) !== 'size' ? error : undefined;
}

/**
 * Whether deliveries to the bucket are more than 15 minutes ahead of those to CloudWatch Logs and
 * of the last change. False without a known delivery or change.
 */
export function isStale(status: TrailStatus, change: Change | undefined): boolean {
  return isBehindBy(LAG_MS, status, change);
}

/**
 * Whether the current log group gets no events although the bucket does: AWS reports an error of
 * access, or delivered only to the bucket for a day.
 */
export function isUndelivered(status: TrailStatus, change: Change | undefined): boolean {
  const error = currentError(status, change);
  return (error !== undefined && kindOfDeliveryError(error) === 'access') || isBehindBy(RECENT_MS, status, change);
}

function isBehindBy(
  ms: number,
  { latestLogsDelivery, latestDelivery }: TrailStatus,
  change: Change | undefined,
): boolean {
  const since = Math.max(timeOf(latestLogsDelivery), timeOf(change?.at));
  return since > Number.NEGATIVE_INFINITY && timeOf(latestDelivery) - since > ms;
}

/** Whether an earlier look saw the same last delivery. A look in the future does not count. */
export function isSeenBefore(
  { latestLogsDelivery }: TrailStatus,
  known: LateDelivery | undefined,
  now: string,
): known is LateDelivery {
  if (known === undefined || known.latestLogsDelivery !== latestLogsDelivery) return false;
  return timeOf(known.since) <= Date.parse(now);
}

/** Whether two looks, at least ten minutes apart, saw no delivery between them. */
export function isConfirmedLate(
  status: TrailStatus,
  known: LateDelivery | undefined,
  now: string,
): known is LateDelivery {
  return isSeenBefore(status, known, now) && Date.parse(now) - Date.parse(known.since) >= SECOND_LOOK_MS;
}

/**
 * Whether CloudTrail accepted the target so lately that its deliveries do not show yet. For an
 * organization trail that proves nothing about the member accounts.
 * Source: CloudTrail user guide, "Troubleshooting issues with an organization trail".
 */
function justAccepted(trail: Trail, now: string, change: Change | undefined): boolean {
  if (trail.isOrganizationTrail || !change?.accepted || !isSameTarget(change.accepted, trail)) return false;
  return Date.parse(now) - Date.parse(change.at) <= LAG_MS;
}

/** An unknown or invalid time is before all others. */
function timeOf(time: string | undefined): number {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms;
}
