import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import type { Lease, MemoryChanges } from '../../../../lambda/core/model/memory.ts';
import { strictTable } from '../../../support/aws/strict-table.ts';
import { ID } from '../../../support/perfect-trail.ts';

export const NOW = '2026-11-20T09:00:00.000Z';
/** When a lease of `NOW` has expired. */
export const LATER = '2026-11-20T09:20:00.000Z';

export function leaseOf(holder: string, until = '2026-11-20T09:16:00.000Z'): Lease {
  const intent = { trigger: { kind: 'sweep', time: NOW }, findings: [] } as const;
  return { holder, until, recheckRequested: false, intent };
}

/** The leases of one trail, in a table that decides as DynamoDB does. */
export function leasedTable() {
  const table = strictTable();
  const ledger = ledgerIn(itemsIn(table.clients, 'Ledger', async () => {}));
  const acquire = async (holder: string, now = NOW, until?: string) =>
    unwrap(await ledger.acquire(ID.arn, leaseOf(holder, until), now, { seenLogging: now }));
  const release = async (holder: string, changes: MemoryChanges = {}) =>
    unwrap(await ledger.release(ID.arn, holder, changes));
  const save = async (changes: MemoryChanges) => unwrap(await ledger.save(ID.arn, changes));
  /** The lease, as the item holds it. */
  const leaseItem = () => table.item(ID.arn, 'memory')?.['lease'];
  return { acquire, release, save, leaseItem, table };
}

function unwrap<T>(result: { readonly ok: boolean; readonly value?: T; readonly error?: unknown }): T | undefined {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}
