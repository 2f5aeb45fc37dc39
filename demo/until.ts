import { setTimeout as pause } from 'node:timers/promises';

/** A condition was not met in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

export interface WaitOptions {
  readonly withinMs: number;
  /** Ends the wait early. */
  readonly signal?: AbortSignal;
}

/**
 * The limit of every wait of the demo. A repair takes seconds, and a minute or two on a machine
 * with ten times the load.
 */
export const WAIT_LIMIT_MS = 300_000;
const POLL_MS = 100;

/**
 * Polls until there is a value.
 * @param what names the awaited value in the message of the error: "… was not observed within 60 s"
 * @param probe gives undefined as long as there is no value
 * @throws DeadlineError when there is no value in time; AbortError when the signal is aborted first
 */
export async function until<T>(what: string, probe: () => Promise<T | undefined>, options: WaitOptions): Promise<T> {
  const { withinMs, signal } = options;
  const end = performance.now() + withinMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new DeadlineError(`${what} was not observed within ${withinMs / 1000} s`);
    await pause(POLL_MS, undefined, { ...(signal && { signal }) });
  }
}
