import type { Behaviour, Call } from '../gate/call.ts';
import type { Clock } from './clock.ts';
import { refusalAnswer } from './refusal.ts';

/** Calls a second, in one account and region. */
const LIMITS = { reads: 10, writes: 1, lookups: 2 } as const;

/**
 * CloudTrail's documented rates: 10 Get, Describe and List calls, 2 of LookupEvents, 1 of everything else a second, each kind by itself.
 * What is over is refused and has no effect.
 * Source: CloudTrail user guide, "Quotas in AWS CloudTrail", as of 2023; today's rates by operation are not confirmed. Assumed: a
 * bucket that holds one second's calls, and the message.
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
