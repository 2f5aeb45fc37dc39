/** A run failed. Lambda retries the event and then sends it to the failure queue. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}
