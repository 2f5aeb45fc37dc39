import { judgeFact, type Rule } from './verdicts.ts';

/**
 * AWS reports no error about deliveries to the bucket. It reports only the bucket's own problems.
 * Source: CloudTrail API reference, GetTrailStatus (LatestDeliveryError).
 */
export const bucketDeliveryError: Rule = ({ status }) =>
  judgeFact(status, 'GetTrailStatus', ({ deliveryError, latestDelivery = 'never' }) =>
    deliveryError === undefined
      ? undefined
      : `LatestDeliveryError is "${deliveryError}"; last delivery to the bucket: ${latestDelivery}`,
  );
