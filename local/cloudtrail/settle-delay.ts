import type { Clock } from './clock.ts';
import type { Refusal } from './refusal.ts';

/** The time after a change in which a trail refuses further changes. */
export interface SettleDelay {
  /** The refusal of a change of a trail; undefined when the trail accepts it. */
  refusal(trailArn: string): Refusal | undefined;
  /** Starts the delay of a trail. */
  start(trailArn: string): void;
}

/**
 * Refuses changes of a trail for a while after it was created or updated.
 * Source: CloudTrail API reference, ConflictException, whose text is the message. Assumed: the
 * delay follows CreateTrail and UpdateTrail. AWS does not document how long it takes, and tools
 * that call StartLogging and PutEventSelectors right after CreateTrail usually succeed, so it is
 * off by default.
 * @param milliseconds 0 for never
 */
export function settleDelay(milliseconds: number, clock: Pick<Clock, 'now'>): SettleDelay {
  const until = new Map<string, number>();
  return {
    refusal(trailArn) {
      if ((until.get(trailArn) ?? 0) <= clock.now()) return undefined;
      return {
        code: 'ConflictException',
        message: `Trail ${trailArn} is not ready for this operation. Wait a few minutes, and then try the operation again.`,
      };
    },
    start(trailArn) {
      if (milliseconds > 0) until.set(trailArn, clock.now() + milliseconds);
    },
  };
}
