import type { MemoryChanges } from '../../core/model/memory.ts';
import type { Ledger } from '../ledger.ts';

/**
 * The ledger of a sweep whose messages reach nobody. It takes no outcome for reported, so that the
 * first sweep with a subscriber reports it.
 */
export function unheardLedger(ledger: Ledger): Ledger {
  return {
    ...ledger,
    save: (key, changes) => ledger.save(key, unreported(changes)),
    release: (trailArn, holder, changes) => ledger.release(trailArn, holder, unreported(changes)),
  };
}

function unreported({ lastNotified: _, ...changes }: MemoryChanges): MemoryChanges {
  return changes;
}
