import { leaseFrom } from '../../core/memory/lease.ts';
import type { AwsError, AwsResult } from '../../core/model/aws-result.ts';
import type { Lease, MemoryChanges, RunIntent } from '../../core/model/memory.ts';
import { succeeded } from '../../core/model/result.ts';
import type { Trigger } from '../../core/model/trigger.ts';
import type { Ledger } from '../ledger.ts';
import { type Clock, isoTime } from '../ports.ts';

/** The lease of one run on one trail: while the run holds it, no other run writes. */
export interface LeaseHandle {
  /**
   * Acquires the lease once. If the ledger does not answer, the run continues without a lease.
   * @param forHolder changes for the run that holds it
   */
  readonly acquire: (intent: RunIntent, forHolder: MemoryChanges) => Promise<void>;
  /** Adopts an abandoned lease, to release it. To write, a run must still acquire it. */
  readonly adopt: (lease: Lease) => void;
  readonly isHeld: () => boolean;
  readonly isHeldByOther: () => boolean;
  /** Why the ledger did not answer. */
  readonly error: () => AwsError | undefined;
  /**
   * Saves changes and releases the lease, unless another run requested a `recheck`.
   * `notified-meanwhile`: did neither, see `Ledger`.
   */
  readonly release: (changes: MemoryChanges) => Promise<AwsResult<Released>>;
}

type Released = 'released' | 'recheck' | 'notified-meanwhile';

type State =
  | { readonly kind: 'none' }
  | { readonly kind: 'held-by-other' }
  | { readonly kind: 'adopted' | 'held'; readonly holder: string }
  /** DynamoDB may have written the lease although it returned an error. */
  | { readonly kind: 'unknown'; readonly holder: string; readonly error: AwsError };

export function leaseHandle(ledger: Ledger, trailArn: string, trigger: Trigger, clock: Clock): LeaseHandle {
  let state: State = { kind: 'none' };
  return {
    async acquire(intent, forHolder) {
      if (state.kind !== 'none' && state.kind !== 'adopted') return;
      const now = isoTime(clock);
      const lease = leaseFrom(clock.now(), trigger, intent);
      const result = await ledger.acquire(trailArn, lease, now, forHolder);
      const { holder } = lease;
      if (!result.ok) state = { kind: 'unknown', holder, error: result.error };
      else state = result.value === 'acquired' ? { kind: 'held', holder } : { kind: 'held-by-other' };
    },
    adopt({ holder }) {
      state = { kind: 'adopted', holder };
    },
    isHeld: () => state.kind === 'adopted' || state.kind === 'held',
    isHeldByOther: () => state.kind === 'held-by-other',
    error: () => (state.kind === 'unknown' ? state.error : undefined),
    async release(changes) {
      if (state.kind === 'none' || state.kind === 'held-by-other') return save(ledger, trailArn, changes);
      const { holder } = state;
      const released = await ledger.release(trailArn, holder, changes);
      if (!released.ok) return released;
      if (released.value === 'lost') return save(ledger, trailArn, changes);
      if (released.value === 'recheck' && state.kind === 'unknown') state = { kind: 'held', holder };
      return succeeded(released.value);
    },
  };
}

async function save(ledger: Ledger, trailArn: string, changes: MemoryChanges): Promise<AwsResult<Released>> {
  if (Object.keys(changes).length === 0) return succeeded('released');
  const saved = await ledger.save(trailArn, changes);
  if (!saved.ok) return saved;
  return succeeded(saved.value === 'saved' ? 'released' : saved.value);
}
