import { kindOfDeliveryError } from '../integration/delivery-errors.ts';
import { currentFailure, isConfirmedLate } from '../integration/delivery-health.ts';
import { judgeDelivery, type Rule, undecided } from './verdicts.ts';

/**
 * AWS reports no error about deliveries to the current target. An error that may pass is undecided
 * until a second look. An event that is too large has its own rule.
 */
export const deliveryError: Rule = (facts, _settings, { change, lateDelivery }) =>
  judgeDelivery(facts, (status) => {
    const error = currentFailure(status, change);
    if (error === undefined) return undefined;
    const kind = kindOfDeliveryError(error);
    const saw = `LatestCloudWatchLogsDeliveryError is "${error}"`;
    const isCertain = kind === 'access' || kind === 'key' || isConfirmedLate(status, lateDelivery, facts.now);
    return isCertain ? saw : undecided('GetTrailStatus', saw);
  });
