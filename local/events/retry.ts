import type { Clock } from '../clock.ts';
import { TargetError } from './target-error.ts';

/** How long EventBridge goes on with a target that is throttled or fails. */
export interface RetryPolicy {
  /** 0 to 185 */
  readonly maximumAttempts: number;
  /** 60 to 86,400 seconds */
  readonly maximumAgeMs: number;
  /** The first pause; each further one is twice as long, with jitter, up to 256 times this. AWS does not tell its own. */
  readonly firstPauseMs: number;
}

/** Which end of a policy came first. */
export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** A hand-over that was given up. */
export interface GivenUp {
  readonly error: TargetError;
  /** Tries after the first. */
  readonly retries: number;
  /** Absent when the error is one that no retry can mend. */
  readonly exhausted?: Exhausted;
}

const DOUBLINGS = 8;

/**
 * Tries until it works, or the policy is exhausted, or an error comes that no retry can mend.
 * Source: EventBridge user guide, "Event retry policy and using dead-letter queues" (exponential back off and jitter; which
 * errors go to the dead-letter queue at once).
 * @throws anything but a TargetError, at once
 */
export async function withRetries(
  attempt: () => Promise<void>,
  policy: RetryPolicy,
  clock: Clock,
): Promise<GivenUp | undefined> {
  const born = clock.now();
  for (let retries = 0; ; retries += 1) {
    const error = await failureOf(attempt);
    if (error === undefined) return undefined;
    if (!error.retryable) return { error, retries };
    if (retries >= policy.maximumAttempts) return { error, retries, exhausted: 'MaximumRetryAttempts' };
    const longest = policy.firstPauseMs * 2 ** Math.min(retries, DOUBLINGS);
    const pause = longest * (0.5 + clock.random() / 2);
    if (clock.now() - born + pause > policy.maximumAgeMs)
      return { error, retries, exhausted: 'MaximumEventAgeInSeconds' };
    await clock.sleep(pause);
  }
}

async function failureOf(attempt: () => Promise<void>): Promise<TargetError | undefined> {
  try {
    await attempt();
    return undefined;
  } catch (error) {
    if (error instanceof TargetError) return error;
    throw error;
  }
}
