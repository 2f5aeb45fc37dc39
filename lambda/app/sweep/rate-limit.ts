import type { Clock } from '../ports.ts';

/** Waits until the given number of calls may start. */
export type RateLimiter = (calls: number) => Promise<void>;

/** Limits how many calls start in a second, in the order of their requests. */
export function rateLimiter(clock: Clock, callsPerSecond: number): RateLimiter {
  let free = Number.NEGATIVE_INFINITY;
  return async (calls) => {
    const now = clock.now();
    const start = Math.max(now, free);
    free = start + (calls * 1000) / callsPerSecond;
    if (start > now) await clock.sleep(start - now);
  };
}

/** Maps all items, at most `most` at a time. The results are in the order of the items. */
export async function mapConcurrent<T, U>(
  items: readonly T[],
  most: number,
  work: (item: T) => Promise<U>,
): Promise<readonly U[]> {
  const queue = items.entries();
  const results = new Map<number, U>();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: Math.min(most, items.length) }, worker));
  return [...results].toSorted(([left], [right]) => left - right).map(([, result]) => result);
}

/** A random order, so that sweeps that run out of time do not miss the same items each time. */
export function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, position: random() }))
    .toSorted((one, other) => one.position - other.position)
    .map(({ item }) => item);
}
