/**
 * The local AWS cannot start or continue: the message tells the user what is wrong and what to do.
 */
export class LocalAwsError extends Error {
  override readonly name: string = 'LocalAwsError';
}
