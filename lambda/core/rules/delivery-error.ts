import { currentError } from '../integration/delivery-health.ts';
import { HEALTHY, judgeDelivery, type Rule, violated } from './verdicts.ts';

/** AWS reports no error about deliveries to the current target. */
export const deliveryError: Rule = (facts, _settings, { change }) =>
  judgeDelivery(facts, (status) => {
    const error = currentError(status, change);
    return error === undefined
      ? HEALTHY
      : violated('GetTrailStatus', `LatestCloudWatchLogsDeliveryError is "${error}"`);
  });
