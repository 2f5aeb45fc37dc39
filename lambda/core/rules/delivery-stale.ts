import { currentFailure, isConfirmedLate, isStale } from '../integration/delivery-health.ts';
import { judgeDelivery, type Rule, undecided } from './verdicts.ts';

/**
 * Events that reach the S3 bucket also reach CloudWatch Logs, unless AWS reports why not.
 * Deliveries may be late, and events over 256 KB go to the bucket only, so that a second look
 * decides.
 * Source: CloudTrail user guide, "Sending events to CloudWatch Logs".
 */
export const deliveryStale: Rule = (facts, _settings, { change, lateDelivery }) =>
  judgeDelivery(facts, (status) => {
    if (!isStale(status, change) || currentFailure(status, change) !== undefined) return undefined;
    const { latestDelivery, latestLogsDelivery = 'never' } = status;
    const saw = `last delivery to the bucket: ${latestDelivery}, to CloudWatch Logs: ${latestLogsDelivery}`;
    return isConfirmedLate(status, lateDelivery, facts.now)
      ? `${saw}; late since at least ${lateDelivery.since}`
      : undecided('GetTrailStatus', saw);
  });
