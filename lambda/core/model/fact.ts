/** A value from AWS, or why trailmend could not read it. An unread fact is never health. */
export type Fact<T> = { readonly read: true; readonly value: T } | { readonly read: false; readonly why: string };

/** No decision needs the fact, so trailmend does not read it. That differs from an unread fact. */
export type NotAsked = 'not-asked';
export const NOT_ASKED: NotAsked = 'not-asked';

export function isRead<T>(fact: Fact<T> | NotAsked): fact is Fact<T> & { readonly read: true } {
  return fact !== NOT_ASKED && fact.read;
}

/** The fact about a part of a value. An unread fact stays unread. */
export function mapFact<T, U>(fact: Fact<T>, map: (value: T) => U): Fact<U> {
  return fact.read ? { read: true, value: map(fact.value) } : fact;
}

/** Why a fact is not known. */
export function whyUnknown(fact: Fact<unknown> | NotAsked): string {
  return fact === NOT_ASKED || fact.read ? NOT_ASKED : fact.why;
}
