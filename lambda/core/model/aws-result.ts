/** An error of AWS, in AWS's own words. */
export interface AwsError {
  readonly operation: string;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string;
}

/** What became of an AWS call: its output, or AWS's error. */
export type AwsResult<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: AwsError };

/** Whether AWS answered with one of these codes, given without the ending `Exception` that only some protocols add. */
export function hasCode({ code }: AwsError, ...codes: readonly string[]): boolean {
  return codes.includes(code.replace(/Exception$/, ''));
}

/** The error as a sentence for people. */
export function formatAwsError({ operation, code, message }: AwsError): string {
  return `${operation} answered ${code}: ${message}`;
}
