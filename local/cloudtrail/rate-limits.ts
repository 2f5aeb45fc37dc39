import type { Behaviour, Call } from '../gate/call.ts';
import type { Clock } from './clock.ts';
import { refusalAnswer } from './refusal.ts';

/** Calls per second, in one account and Region. */
const LIMITS = { reads: 10, writes: 1, lookups: 2 } as const;

/**
 * Enforces CloudTrail's documented rates per second: 10 calls of Get, Describe and List operations,
 * 2 of LookupEvents, and 1 of all other operations. A call beyond them is refused and has no
 * effect.
 * Source: CloudTrail user guide, "Quotas in AWS CloudTrail", as of 2023; the current rates by
 * operation are not confirmed. Assumed: a token bucket that holds the calls of one second, and the
 * message.
 */
export function rates(accountOf: (call: Call) => Promise<string>, clock: Pick<Clock, 'now'>): Behaviour {
  const buckets = new Map<string, { left: number; at: number }>();
  return async (call, next) => {
    if (call.service !== 'cloudtrail') return next(call);
    const kind = kindOf(call.operation);
    const key = `${await accountOf(call)} ${call.region} ${kind}`;
    const now = clock.now();
    const limit = LIMITS[kind];
    const { left, at } = buckets.get(key) ?? { left: limit, at: now };
    const filled = Math.min(limit, left + ((now - at) / 1000) * limit);
    if (filled < 1) {
      buckets.set(key, { left: filled, at: now });
      return refusalAnswer({ code: 'ThrottlingException', message: 'Rate exceeded' });
    }
    buckets.set(key, { left: filled - 1, at: now });
    return next(call);
  };
}

function kindOf(operation: string): keyof typeof LIMITS {
  if (operation === 'LookupEvents') return 'lookups';
  return /^(Get|Describe|List)/.test(operation) ? 'reads' : 'writes';
}
