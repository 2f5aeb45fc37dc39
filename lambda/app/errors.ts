/** A run ended badly: Lambda tries the event again, and after that it waits in the failure queue. */
export class RunFailed extends Error {
  override readonly name = 'RunFailed';
}
