import { currentError } from '../integration/delivery-health.ts';
import { HEALTHY, judgedDelivery, type Rule, violated } from './verdicts.ts';

/** AWS reports no error about deliveries to the current target. */
export const deliveryError: Rule = (facts, _settings, { change }) =>
  judgedDelivery(facts, (status) => {
    const error = currentError(status, change);
    return error === undefined
      ? HEALTHY
      : violated('GetTrailStatus', `LatestCloudWatchLogsDeliveryError is "${error}"`);
  });
