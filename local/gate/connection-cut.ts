/** Thrown by a behaviour: the caller gets no answer, its connection is reset. */
export class ConnectionCut extends Error {
  override readonly name = 'ConnectionCut';
}
