/** Thrown by a behaviour to reset the caller's connection instead of answering. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}
