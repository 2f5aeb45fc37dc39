import type { TrailStatus } from './facts.ts';

/**
 * How far the bucket may be ahead of CloudWatch Logs, in milliseconds. CloudTrail delivers to both within about 5 minutes of a
 * call, on average (CloudTrail user guide, "How CloudTrail works").
 */
const LAG_MS = 15 * 60 * 1000;
/** How old a delivery may be that proves the role, in milliseconds: as old as the hourly sweep leaves it. */
const RECENT_MS = 60 * 60 * 1000;

/**
 * Whether AWS itself proves that the trail's role works: it reports no error, it delivered to CloudWatch Logs within the last
 * hour, and nothing newer by more than 15 minutes reached the bucket alone. A trail that is silent for longer proves nothing.
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
