import type { Lease, RunIntent } from '../model/memory.ts';
import type { Trigger } from '../model/trigger.ts';

/** How long a lease holds, in milliseconds: a minute longer than Lambda lets a function run. */
const LEASE_MS = 16 * 60 * 1000;
/** How far apart the clocks of two runs may be, in milliseconds. */
const CLOCK_SKEW_MS = 60 * 1000;

/** Who holds a lease: the event or the sweep, so that Lambda's retry of it takes over the lease of a crashed run. */
export function holderOf(trigger: Trigger): string {
  return trigger.kind === 'event' ? trigger.eventId : `sweep ${trigger.time}`;
}

/** @param now milliseconds since the epoch */
export function leaseFrom(now: number, trigger: Trigger, intent: RunIntent): Lease {
  return {
    holder: holderOf(trigger),
    until: new Date(now + LEASE_MS).toISOString(),
    recheckRequested: false,
    intent,
  };
}

/**
 * The latest expiry of a lease that a run can have acquired by now. A later one is forged: it would keep trailmend away from the
 * trail for good.
 */
export function latestExpiry(now: string): string {
  return new Date(Date.parse(now) + LEASE_MS + CLOCK_SKEW_MS).toISOString();
}

export function isExpired({ until }: Lease, now: string): boolean {
  return until < now || until > latestExpiry(now);
}

/** The lease that an interrupted run did not release: an earlier try of the same trigger, or a run that has expired. */
export function findAbandonedLease(
  { lease }: { readonly lease?: Lease },
  trigger: Trigger,
  now: string,
): Lease | undefined {
  return lease && (lease.holder === holderOf(trigger) || isExpired(lease, now)) ? lease : undefined;
}
