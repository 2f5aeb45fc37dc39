import { currentFailure, deliveredRecently } from '../lambda/core/integration/delivery-health.ts';
import { actionable } from '../lambda/core/model/finding.ts';
import type { Assessment } from '../lambda/core/model/plan.ts';

/** Whether AWS delivers the events of a trail to CloudWatch Logs, as the two clocks show it. */
export interface DeliveryState {
  /** `waiting`: nothing is wrong, and AWS has not delivered yet. */
  readonly state: 'delivers' | 'waiting' | 'broken' | 'unread';
  /** The last delivery to CloudWatch Logs, ISO 8601. Absent: never, or unread. */
  readonly logs?: string;
  /** The last delivery to the S3 bucket, ISO 8601. Absent: never, or unread. */
  readonly bucket?: string;
  /** What is wrong. */
  readonly why: readonly string[];
}

/**
 * @param since ISO 8601: only a later delivery counts. Absent: one of the last day, unless the
 *   bucket is more than 15 minutes ahead
 */
export function deliveryState(
  { facts, findings }: Pick<Assessment, 'facts' | 'findings'>,
  since?: string,
): DeliveryState {
  const { status, now } = facts;
  const wrong = actionable(findings).filter(({ verdict }) => verdict === 'violated');
  const why = wrong.map(({ rule, evidence }) => `${rule} (${evidence.saw})`);
  if (!status.read) return { state: 'unread', why: [status.why] };
  const { latestLogsDelivery: logs, latestDelivery: bucket } = status.value;
  const clocks = { ...(logs !== undefined && { logs }), ...(bucket !== undefined && { bucket }) };
  if (why.length > 0 || currentFailure(status.value, undefined) !== undefined)
    return { state: 'broken', ...clocks, why };
  const isDelivered =
    since === undefined
      ? deliveredRecently(status.value, now)
      : logs !== undefined && Date.parse(logs) >= Date.parse(since);
  return { state: isDelivered ? 'delivers' : 'waiting', ...clocks, why };
}
