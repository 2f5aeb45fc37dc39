import { HOUR_MS, isRecent } from '../model/age.ts';
import type { DeniedCalls } from '../model/denials.ts';
import { PUBLISHING_MS } from './pending.ts';

/**
 * Whether to notify people now: nobody did within the hour, and no other run is doing it.
 * @param holder of the run, see `holderOf`
 */
export function isDue({ notified, claim }: DeniedCalls, holder: string, now: string): boolean {
  const isClaimed = claim !== undefined && claim.holder !== holder && isRecent(claim.time, now, PUBLISHING_MS);
  return !isClaimed && (notified === undefined || !isRecent(notified, now, HOUR_MS));
}

/** The calls without one of this name, which the message itself is about. */
export function withoutOne({ calls }: DeniedCalls, eventName: string): DeniedCalls['calls'] {
  return calls
    .map((call) => (call.eventName === eventName ? { ...call, count: call.count - 1 } : call))
    .filter(({ count }) => count > 0);
}
