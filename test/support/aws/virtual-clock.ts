import type { Clock } from '../../../lambda/app/ports.ts';

/**
 * A clock without real time: when all callers sleep, it moves at once to the time at which the
 * first one wakes.
 * @param start milliseconds since the epoch
 * @param options `random` for the jitter; `moved` is called with the new time at every move
 */
export function virtualClock(
  start: number,
  { random = () => 0.5, moved = () => {} }: { random?: () => number; moved?: (now: number) => void } = {},
): Clock {
  let now = start;
  const sleepers: { readonly due: number; readonly wake: () => void }[] = [];
  const wakeFirst = (): void => {
    sleepers.sort((left, right) => left.due - right.due);
    const first = sleepers.shift();
    if (!first) return;
    now = Math.max(now, first.due);
    moved(now);
    first.wake();
    if (sleepers.length > 0) setImmediate(wakeFirst);
  };
  return {
    now: () => now,
    random,
    sleep: (ms) =>
      new Promise((wake) => {
        sleepers.push({ due: now + ms, wake });
        // An immediate runs after all work that is pending at this time.
        if (sleepers.length === 1) setImmediate(wakeFirst);
      }),
  };
}
