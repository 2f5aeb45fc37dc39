import { currentError } from '../integration/delivery-health.ts';
import { judgeDelivery, type Rule } from './verdicts.ts';

/** AWS reports no error about deliveries to the current target. */
export const deliveryError: Rule = (facts, _settings, { change }) =>
  judgeDelivery(facts, (status) => {
    const error = currentError(status, change);
    return error === undefined ? undefined : `LatestCloudWatchLogsDeliveryError is "${error}"`;
  });
