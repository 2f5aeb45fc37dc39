import { type Change, isSameTarget, type Trail, type TrailFacts, type TrailStatus } from '../model/facts.ts';

/**
 * How far the bucket may be ahead of CloudWatch Logs, in milliseconds. CloudTrail delivers to both within about 5 minutes of a
 * call, on average (CloudTrail user guide, "How CloudTrail works").
 */
const LAG_MS = 15 * 60 * 1000;
/** How old a delivery may be that proves the role, in milliseconds: the day within which the CIS benchmark wants to see one. */
const RECENT_MS = 24 * 60 * 60 * 1000;

/** The facts that tell whether the events of a trail arrive. */
export type DeliveryFacts = Pick<TrailFacts, 'now' | 'trail' | 'status'>;

/** Whether the role needs no proof by documents: AWS delivers through it, or has just accepted it from trailmend. */
export function isRoleProven({ now, trail, status }: DeliveryFacts, change: Change | undefined): boolean {
  if (!trail.read) return false;
  return (status.read && deliveredRecently(status.value, now)) || justAccepted(trail.value, now, change);
}

/**
 * Whether AWS itself proves that the trail's role works, by its two clocks: it reports no error, it delivered to CloudWatch Logs
 * within the last day, and since then nothing reached the bucket alone for more than 15 minutes.
 * @param now ISO 8601
 */
export function deliveredRecently(
  { latestLogsDelivery, logsDeliveryError, latestDelivery }: TrailStatus,
  now: string,
): boolean {
  if (logsDeliveryError !== undefined || latestLogsDelivery === undefined) return false;
  const delivered = Date.parse(latestLogsDelivery);
  const ahead = latestDelivery === undefined ? 0 : Date.parse(latestDelivery) - delivered;
  return Date.parse(now) - delivered <= RECENT_MS && ahead <= LAG_MS;
}

/**
 * The error that CloudWatch Logs answered to the trail as it is now. AWS goes on telling one until the next success, and gives it
 * no time: after a change it counts again when something was delivered to the bucket 15 minutes later, or to CloudWatch Logs.
 */
export function currentError(
  { logsDeliveryError, latestLogsDelivery, latestDelivery }: TrailStatus,
  change: Change | undefined,
): string | undefined {
  if (change === undefined) return logsDeliveryError;
  const changed = Date.parse(change.at);
  const isNoteworthy = timeOf(latestDelivery) - changed > LAG_MS || timeOf(latestLogsDelivery) > changed;
  return isNoteworthy ? logsDeliveryError : undefined;
}

/**
 * Whether events reach the bucket and not CloudWatch Logs: the bucket is more than 15 minutes ahead of CloudWatch Logs and of
 * the last change. Where neither a delivery nor a change is known, nothing tells since when events should have arrived.
 */
export function isStale(
  { latestLogsDelivery, latestDelivery }: Partial<TrailStatus>,
  change: Change | undefined,
): boolean {
  const since = Math.max(timeOf(latestLogsDelivery), timeOf(change?.at));
  return since > Number.NEGATIVE_INFINITY && timeOf(latestDelivery) - since > LAG_MS;
}

/** Before that, deliveries cannot tell yet. */
function justAccepted(trail: Trail, now: string, change: Change | undefined): boolean {
  if (!change?.accepted || !isSameTarget(change.accepted, trail)) return false;
  return Date.parse(now) - Date.parse(change.at) <= LAG_MS;
}

/** A time that is not known, or no time, is before all others. */
function timeOf(time: string | undefined): number {
  const ms = Date.parse(time ?? '');
  return Number.isNaN(ms) ? Number.NEGATIVE_INFINITY : ms;
}
