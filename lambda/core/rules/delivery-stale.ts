import { isStale } from '../integration/delivery-health.ts';
import { judgeDelivery, type Rule } from './verdicts.ts';

/** Events that reach the S3 bucket also reach CloudWatch Logs. */
export const deliveryStale: Rule = (facts, _settings, { change }) =>
  judgeDelivery(facts, (status) => {
    const { latestDelivery, latestLogsDelivery = 'never' } = status;
    return isStale(status, change)
      ? `last delivery to the bucket: ${latestDelivery}, to CloudWatch Logs: ${latestLogsDelivery}`
      : undefined;
  });
