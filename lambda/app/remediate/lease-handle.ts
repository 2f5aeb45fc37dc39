import { changesFromCall } from '../../core/memory/learn.ts';
import { holderOf, leaseFrom } from '../../core/memory/lease.ts';
import type { AwsError, AwsResult } from '../../core/model/aws-result.ts';
import type { Lease, MemoryChanges, RunIntent } from '../../core/model/memory.ts';
import type { Trigger } from '../../core/model/trigger.ts';
import type { Clock, Ledger } from '../ports.ts';

/** One invocation's hold on one trail: while it has it, no other touches the trail. */
export interface LeaseHandle {
  /** Begins to take the lease, at the first call alone. What is done until it is known to be taken has to be harmless. */
  readonly take: (begun: RunIntent) => void;
  /** Takes over a lease that nobody will give back. */
  readonly takeOver: (lease: Lease) => void;
  /** Whether another invocation has the trail; false where the ledger could not tell. Settles at once when nothing was taken. */
  readonly isElsewhere: () => Promise<boolean>;
  /** Whether there is something to give back. */
  readonly isHeld: () => boolean;
  /** Why the ledger could not tell. */
  readonly error: () => AwsError | undefined;
  /** Writes changes down and gives the trail back; `again` when somebody wanted it meanwhile: it is still held then. */
  readonly end: (changes: MemoryChanges) => Promise<AwsResult<'ended' | 'again'>>;
}

/** A hold that takes nothing until it is asked to. Without a ledger it holds nobody back. */
export function leaseHandle(ledger: Ledger, trailArn: string, trigger: Trigger, clock: Clock): LeaseHandle {
  let taking: Promise<AwsResult<'taken' | 'held'>> | undefined;
  let taken: AwsResult<'taken' | 'held'> | undefined;
  let holder: string | undefined;
  return {
    take(begun) {
      if (taking) return;
      const now = new Date(clock.now()).toISOString();
      const lease = leaseFrom(clock.now(), trigger, begun);
      taking = ledger.take(trailArn, lease, now, changesFromCall(trigger, now)).then((answer) => {
        taken = answer;
        if (answer.ok) holder = answer.value === 'taken' ? holderOf(trigger) : undefined;
        return answer;
      });
    },
    takeOver(lease) {
      holder = lease.holder;
    },
    async isElsewhere() {
      const answer = await taking;
      return answer?.ok === true && answer.value === 'held';
    },
    isHeld: () => holder !== undefined,
    error: () => (taken && !taken.ok ? taken.error : undefined),
    async end(changes) {
      await taking;
      // DynamoDB may have done what it did not answer.
      const giver = holder ?? (taken?.ok === false ? holderOf(trigger) : undefined);
      if (giver === undefined) return plainly(ledger, trailArn, changes);
      const released = await ledger.release(trailArn, giver, changes);
      if (!released.ok) return released;
      if (released.value === 'dirty') {
        holder = giver;
        return { ok: true, value: 'again' };
      }
      return released.value === 'lost' ? plainly(ledger, trailArn, changes) : { ok: true, value: 'ended' };
    },
  };
}

async function plainly(ledger: Ledger, trailArn: string, changes: MemoryChanges): Promise<AwsResult<'ended'>> {
  if (Object.keys(changes).length === 0) return { ok: true, value: 'ended' };
  const written = await ledger.save(trailArn, changes);
  return written.ok ? { ok: true, value: 'ended' } : written;
}
