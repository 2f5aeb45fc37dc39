import type { Clock } from './ports.ts';

/** How long trailmend retries a call that AWS may accept later. */
export const RETRY_BUDGET_MS = 120_000;
const EAGER_MS = 10_000;

/**
 * The pause before the next attempt, in milliseconds: about 1 s during the first 10 s, then 3 to 5
 * s. A new role is usually visible within seconds, and CloudTrail allows about one write a second
 * in an account and Region.
 */
export function pauseMs(elapsedMs: number, random: () => number): number {
  return elapsedMs < EAGER_MS ? 800 + 400 * random() : 3_000 + 2_000 * random();
}

export const systemClock: Clock = {
  now: Date.now,
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  random: Math.random,
};
