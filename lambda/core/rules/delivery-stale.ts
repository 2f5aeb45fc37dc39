import { isStale } from '../integration/delivery-health.ts';
import { HEALTHY, judgedDelivery, type Rule, violated } from './verdicts.ts';

/** Events that reach the bucket reach CloudWatch Logs as well. */
export const deliveryStale: Rule = (facts, _settings, { change }) =>
  judgedDelivery(facts, (status) => {
    if (!isStale(status, change)) return HEALTHY;
    const { latestDelivery, latestLogsDelivery = 'never' } = status;
    return violated(
      'GetTrailStatus',
      `delivered to the bucket at ${latestDelivery}, to CloudWatch Logs ${latestLogsDelivery}`,
    );
  });
