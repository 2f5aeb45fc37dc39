import { kindOfDeliveryError } from '../integration/delivery-errors.ts';
import { currentError, isConfirmedLate } from '../integration/delivery-health.ts';
import { quoted } from '../model/foreign-text.ts';
import { advised, judgeDelivery, type Rule, undecided } from './verdicts.ts';

/**
 * AWS reports no error about deliveries to the current target. An error that may pass is undecided
 * until a second look. An event that is too large is in the bucket only, which nothing repairs.
 * Source: CloudTrail user guide, "Sending events to CloudWatch Logs" (the limit of 256 KB).
 */
export const deliveryError: Rule = (facts, _settings, { change, lateDelivery }) =>
  judgeDelivery(facts, (status) => {
    const error = currentError(status, change);
    if (error === undefined) return undefined;
    const kind = kindOfDeliveryError(error);
    const saw = `LatestCloudWatchLogsDeliveryError is ${quoted(error)}`;
    if (kind === 'size') return advised('GetTrailStatus', `${saw}: the event is in the S3 bucket only`);
    const isCertain = kind === 'access' || kind === 'key' || isConfirmedLate(status, lateDelivery, facts.now);
    return isCertain ? saw : undecided('GetTrailStatus', saw);
  });
