import type { Clock } from '../../../lambda/app/ports.ts';

/**
 * A clock without real time: when everybody sleeps, it stands at once where the first sleeper wakes.
 * @param start milliseconds since the epoch
 * @param options `random` for the jitter; `moved` hears of every move with the new time
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
        // An immediate runs when all that could still happen at this moment has happened.
        if (sleepers.length === 1) setImmediate(wakeFirst);
      }),
  };
}
