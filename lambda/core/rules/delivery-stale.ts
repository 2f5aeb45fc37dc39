import { isStale } from '../integration/delivery-health.ts';
import { HEALTHY, judgeDelivery, type Rule, violated } from './verdicts.ts';

/** Events that reach the S3 bucket also reach CloudWatch Logs. */
export const deliveryStale: Rule = (facts, _settings, { change }) =>
  judgeDelivery(facts, (status) => {
    if (!isStale(status, change)) return HEALTHY;
    const { latestDelivery, latestLogsDelivery = 'never' } = status;
    return violated(
      'GetTrailStatus',
      `last delivery to the bucket: ${latestDelivery}, to CloudWatch Logs: ${latestLogsDelivery}`,
    );
  });
