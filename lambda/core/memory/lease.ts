import { CLOCK_SKEW_MS } from '../model/age.ts';
import { LEASE_MS, type Lease, type RunIntent, type TrailMemory } from '../model/memory.ts';
import { holderOf, type Trigger } from '../model/trigger.ts';

/** @param now milliseconds since the epoch */
export function leaseFrom(now: number, trigger: Trigger, intent: RunIntent): Lease {
  return {
    holder: holderOf(trigger),
    until: new Date(now + LEASE_MS).toISOString(),
    recheckRequested: false,
    intent,
  };
}

/** The latest possible expiry of a lease. A forged later one would block the trail for good. */
export function latestExpiry(now: string): string {
  return new Date(Date.parse(now) + LEASE_MS + CLOCK_SKEW_MS).toISOString();
}

export function isExpired({ until }: Lease, now: string): boolean {
  return until < now || until > latestExpiry(now);
}

/** Whether an earlier attempt of the trigger left its lease, or a notification to publish. */
export function isUnfinished({ lease, pending }: TrailMemory, trigger: Trigger): boolean {
  const holder = holderOf(trigger);
  return lease?.holder === holder || pending.some((record) => holderOf(record.trigger) === holder);
}

/**
 * The lease of an interrupted run: it has expired, or an earlier attempt of the trigger holds it.
 */
export function findAbandonedLease(
  { lease }: { readonly lease?: Lease },
  trigger: Trigger,
  now: string,
): Lease | undefined {
  return lease && (lease.holder === holderOf(trigger) || isExpired(lease, now)) ? lease : undefined;
}
