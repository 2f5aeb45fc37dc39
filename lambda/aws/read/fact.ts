import { type AwsResult, formatAwsError } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import { foreign } from '../../core/model/foreign-text.ts';
import { callAws } from '../call.ts';

/** Makes an AWS call and reads a value from the response. @param read see `factFrom` */
export async function readFact<T, U>(
  operation: string,
  send: () => Promise<T>,
  read: (response: T) => U | undefined,
): Promise<Fact<U>> {
  return factFrom(await callAws(operation, send), read);
}

/** Makes an AWS call whose response has pages, and reads a list from each. */
export async function readPages<T, U>(
  operation: string,
  pages: () => AsyncIterable<T>,
  read: (page: T) => U[],
): Promise<Fact<readonly U[]>> {
  const answer = await callAws(operation, () => Array.fromAsync(pages(), read));
  return factFrom(answer, (lists) => lists.flat());
}

/** @param read returns undefined if the response lacks the value: the fact is then unread */
export function factFrom<T, U>(answer: AwsResult<T>, read: (value: T) => U | undefined): Fact<U> {
  if (!answer.ok) return unread(formatAwsError(answer.error));
  try {
    const value = read(answer.value);
    return value === undefined ? unread('AWS did not return it') : { read: true, value };
  } catch (error) {
    // A response of an undocumented shape must not end the run.
    return unread(`trailmend does not understand the response: ${foreign(String(error))}`);
  }
}

export function unread(why: string): Fact<never> & { readonly read: false } {
  return { read: false, why };
}
