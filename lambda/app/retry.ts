import type { Clock } from './ports.ts';

/** How long trailmend retries a call that AWS may accept later. */
export const RETRY_BUDGET_MS = 120_000;
const EAGER_MS = 10_000;

/** The pause before the next read, in milliseconds: about 1 s for 10 s, then 3 to 5 s. */
export function readPauseMs(elapsedMs: number, random: () => number): number {
  return elapsedMs < EAGER_MS ? 800 + 400 * random() : 3_000 + 2_000 * random();
}

/**
 * The pause before the next attempt of a write, in milliseconds: a little more than 1 s for 10 s,
 * then 3 to 5 s. A new role is usually visible within seconds, and CloudTrail allows one UpdateTrail
 * a second in an account and Region.
 */
export function writePauseMs(elapsedMs: number, random: () => number): number {
  return elapsedMs < EAGER_MS ? 1_080 + 80 * random() : 3_000 + 2_000 * random();
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};
