import type { Clock } from '../clock.ts';
import { TargetError } from './target-error.ts';

/** How long EventBridge retries a target that throttles or fails. */
export interface RetryPolicy {
  /** 0 to 185 */
  readonly maximumAttempts: number;
  /** 60 to 86,400 seconds */
  readonly maximumAgeMs: number;
  /**
   * The first pause. Each further pause is twice as long, with jitter, up to 256 times this. AWS
   * does not document its own.
   */
  readonly firstPauseMs: number;
}

/** The limit of a retry policy that was reached first. */
export type Exhausted = 'MaximumRetryAttempts' | 'MaximumEventAgeInSeconds';

/** A delivery that was given up. */
export interface FailedDelivery {
  readonly error: TargetError;
  /** How many attempts followed the first. */
  readonly retries: number;
  /** Absent when EventBridge does not retry the error. */
  readonly exhausted?: Exhausted;
}

const DOUBLINGS = 8;

/**
 * Repeats an attempt until it succeeds, the policy is exhausted, or it fails with an error that
 * EventBridge does not retry.
 * Source: EventBridge user guide, "Event retry policy and using dead-letter queues" (exponential
 * back off and jitter; which errors go to the dead-letter queue at once).
 * @throws anything but a TargetError, at once
 */
export async function withRetries(
  attempt: () => Promise<void>,
  policy: RetryPolicy,
  clock: Clock,
): Promise<FailedDelivery | undefined> {
  const start = clock.now();
  for (let retries = 0; ; retries += 1) {
    const error = await failureOf(attempt);
    if (error === undefined) return undefined;
    if (!error.retryable) return { error, retries };
    if (retries >= policy.maximumAttempts) return { error, retries, exhausted: 'MaximumRetryAttempts' };
    const longest = policy.firstPauseMs * 2 ** Math.min(retries, DOUBLINGS);
    const pause = longest * (0.5 + clock.random() / 2);
    if (clock.now() - start + pause > policy.maximumAgeMs)
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
