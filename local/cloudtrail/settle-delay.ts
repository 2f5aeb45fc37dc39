import type { Clock } from './clock.ts';
import type { Refusal } from './refusal.ts';

/** Trails that CloudTrail is still loading after a change. */
export interface SettleDelay {
  refusal(trailArn: string): Refusal | undefined;
  changed(trailArn: string): void;
}

/**
 * While a trail settles, every other change of it is refused.
 * Source: CloudTrail API reference, ConflictException, whose text is taken as the message. Assumed: that
 * making and updating a trail are what it has to settle from. How long is not documented, and tools that call StartLogging and
 * PutEventSelectors right after CreateTrail succeed as a rule, so it is off unless it is asked for.
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
    changed(trailArn) {
      if (milliseconds > 0) until.set(trailArn, clock.now() + milliseconds);
    },
  };
}
