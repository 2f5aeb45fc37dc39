/** CloudTrail could not deliver; the message is what GetTrailStatus tells. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}
