/** The local AWS cannot start or go on: the message is one sentence for people that says what to do. */
export class LocalAwsError extends Error {
  override readonly name: string = 'LocalAwsError';
}
