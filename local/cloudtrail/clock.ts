/** Time and chance, so that tests of seconds take none. `now` in milliseconds, `random` in [0, 1). */
export interface Clock {
  readonly now: () => number;
  readonly random: () => number;
}

export const systemClock: Clock = { now: () => performance.now(), random: Math.random };
