import type { Lease, RunIntent } from '../model/memory.ts';
import type { Trigger } from '../model/trigger.ts';

/** How long a lease holds, in milliseconds: a minute longer than Lambda lets a function run. */
const LEASE_MS = 16 * 60 * 1000;
/** How far apart the clocks of two runs may be. */
const CLOCKS_DIFFER_MS = 60 * 1000;

/** Who holds a lease: the event or the sweep, so that Lambda's next try of it takes up what a crash left. */
export function holderOf(trigger: Trigger): string {
  return trigger.kind === 'event' ? trigger.eventId : `sweep ${trigger.time}`;
}

/** @param now milliseconds since the epoch */
export function leaseFrom(now: number, trigger: Trigger, begun: RunIntent): Lease {
  return { holder: holderOf(trigger), until: new Date(now + LEASE_MS).toISOString(), dirty: false, begun };
}

/** The latest end of a lease that a run can have taken by now. A later one is a forgery, which would keep trailmend from the trail for good. */
export function latestUntil(now: string): string {
  return new Date(Date.parse(now) + LEASE_MS + CLOCKS_DIFFER_MS).toISOString();
}

/** Whether a lease holds no more. */
export function isOver({ until }: Lease, now: string): boolean {
  return until < now || until > latestUntil(now);
}

/** The lease that an earlier try of the same event, or a run that is over, did not give back. */
export function findAbandonedLease(
  { lease }: { readonly lease?: Lease },
  trigger: Trigger,
  now: string,
): Lease | undefined {
  return lease && (lease.holder === holderOf(trigger) || isOver(lease, now)) ? lease : undefined;
}
