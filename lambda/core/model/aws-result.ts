import * as z from 'zod/mini';
import { foreign } from './foreign-text.ts';
import type { Result } from './result.ts';
import { optional, type TypeOf, text } from './schema.ts';

export const awsErrorSchema = z.object({ operation: text, code: text, message: text, requestId: optional(text) });

/** An error that AWS returned, in AWS's words. */
export type AwsError = TypeOf<typeof awsErrorSchema>;

export type AwsResult<T> = Result<T, AwsError>;

/** Whether the error has one of these codes, given without the suffix `Exception`. */
export function hasCode({ code }: Pick<AwsError, 'code'>, ...codes: readonly string[]): boolean {
  return codes.includes(code.replace(/Exception$/, ''));
}

/** An error in a sentence that people read. */
export function formatAwsError({ operation, code, message }: AwsError): string {
  return `${operation} returned ${foreign(code)}: ${foreign(message)}`;
}
