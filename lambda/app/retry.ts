import type { Clock } from './ports.ts';

/** How long trailmend retries a call that AWS may accept later. */
export const RETRY_BUDGET_MS = 120_000;
const EAGER_MS = 10_000;

/** A pause in milliseconds: short for 10 s, then 3 to 5 s. */
type Pause = (elapsedMs: number, random: () => number) => number;

const pauseFrom =
  (least: number, most: number): Pause =>
  (elapsedMs, random) =>
    elapsedMs < EAGER_MS ? least + (most - least) * random() : 3_000 + 2_000 * random();

/** The pause before the next read: about 1 s at first. */
export const readPauseMs: Pause = pauseFrom(800, 1_200);

/**
 * The pause before the next attempt of a write: a little more than 1 s at first. A new role is
 * usually visible within seconds, and CloudTrail allows one UpdateTrail a second in an account and
 * Region.
 */
export const writePauseMs: Pause = pauseFrom(1_080, 1_160);

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};
