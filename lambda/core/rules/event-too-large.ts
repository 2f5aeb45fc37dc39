import { kindOfDeliveryError } from '../integration/delivery-errors.ts';
import { currentError } from '../integration/delivery-health.ts';
import { judgeDelivery, type Rule } from './verdicts.ts';

/**
 * No event was too large for CloudWatch Logs. Such an event is in the bucket only, and nobody's
 * role is at fault.
 * Source: CloudTrail user guide, "Sending events to CloudWatch Logs" (the limit of 256 KB).
 */
export const eventTooLarge: Rule = (facts, _settings, { change }) =>
  judgeDelivery(facts, (status) => {
    const error = currentError(status, change);
    return error !== undefined && kindOfDeliveryError(error) === 'size'
      ? `LatestCloudWatchLogsDeliveryError is "${error}": the event is in the S3 bucket only`
      : undefined;
  });
