/** The source of time and chance, a parameter so that tests of hours take milliseconds. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** A number in [0, 1), for jitter. */
  random(): number;
  sleep(ms: number): Promise<void>;
}

/** Real time. A sleep does not keep the process alive: the process can end before its sleeps do. */
export const systemClock: Clock = {
  now: Date.now,
  random: Math.random,
  sleep: (ms) => new Promise((resolve) => void setTimeout(resolve, ms).unref()),
};
