import { type AwsResult, formatAwsError } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/facts.ts';

/**
 * What an answer of AWS says.
 * @param read undefined when the answer lacks what was asked for: that is unread, not empty
 */
export function factFrom<T, U>(answer: AwsResult<T>, read: (value: T) => U | undefined): Fact<U> {
  if (!answer.ok) return unread(formatAwsError(answer.error));
  try {
    const value = read(answer.value);
    return value === undefined ? unread('AWS left it out of its answer') : { read: true, value };
  } catch (error) {
    // An answer of a shape that AWS does not document says nothing, and must not end the run.
    return unread(`AWS answered what is not understood: ${error}`);
  }
}

export function unread(why: string): Fact<never> & { readonly read: false } {
  return { read: false, why };
}

/** What follows from a fact; from an unread one nothing does. */
export function mapped<T, U>(fact: Fact<T>, map: (value: T) => U): Fact<U> {
  return fact.read ? { read: true, value: map(fact.value) } : fact;
}
