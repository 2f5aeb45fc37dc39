/**
 * The source of time and chance, a parameter so that tests do not wait. `now` in milliseconds,
 * `random` in [0, 1).
 */
export interface Clock {
  readonly now: () => number;
  readonly random: () => number;
}

/** A clock that does not jump when the system's time is set. */
export const systemClock: Clock = { now: () => performance.now(), random: Math.random };
