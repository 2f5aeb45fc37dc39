import { setTimeout as pause } from 'node:timers/promises';

/** Something did not come about in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** How long to look, in milliseconds, and what ends the looking before. */
export interface Patience {
  readonly withinMs: number;
  readonly signal?: AbortSignal;
}

/** The limit of every wait of the demo. A repair takes seconds; a machine with ten times the load takes a minute or two. */
export const PATIENCE_MS = 300_000;
const BETWEEN_LOOKS_MS = 100;

/**
 * Looks again and again until there is something to see.
 * @param what completes the sentence "… did not come about within 60 s"
 * @throws DeadlineError when nothing was seen in time; AbortError when the signal came first
 */
export async function until<T>(what: string, look: () => Promise<T | undefined>, patience: Patience): Promise<T> {
  const { withinMs, signal } = patience;
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (performance.now() > end) throw new DeadlineError(`${what} did not come about within ${withinMs / 1000} s`);
    await pause(BETWEEN_LOOKS_MS, undefined, { ...(signal && { signal }) });
  }
}
