/** A run failed. Lambda retries the event and then sends it to the failure queue. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}

/** The input of the function is invalid. The message names it and what the function takes. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput';
}
