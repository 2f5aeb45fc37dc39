/** CloudTrail could not deliver; the message is the error that GetTrailStatus returns. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
}
