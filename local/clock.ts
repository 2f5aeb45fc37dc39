/** Time, so that tests of hours take milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Something in [0, 1), for jitter. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

/** Real time. Sleepers do not keep the process alive: what is still under way at the end is broken off. */
export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms).unref()),
};
