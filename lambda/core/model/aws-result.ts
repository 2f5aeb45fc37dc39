import * as z from 'zod/mini';
import type { Result } from './result.ts';
import { optional, type TypeOf, text } from './schema.ts';

export const awsErrorSchema = z.object({ operation: text, code: text, message: text, requestId: optional(text) });

/** An error of AWS, in AWS's own words. */
export type AwsError = TypeOf<typeof awsErrorSchema>;

/** What an AWS call returned: its output, or AWS's error. */
export type AwsResult<T> = Result<T, AwsError>;

/** Whether AWS answered with one of these codes. Give them without the ending `Exception`, which only some protocols add. */
export function hasCode({ code }: AwsError, ...codes: readonly string[]): boolean {
  return codes.includes(code.replace(/Exception$/, ''));
}

/** The error as a sentence for people. */
export function formatAwsError({ operation, code, message }: AwsError): string {
  return `${operation} returned ${code}: ${message}`;
}
