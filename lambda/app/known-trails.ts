import { logUnsaved } from './log-lines.ts';
import type { Ports } from './ports.ts';

/** Saves which trails exist. Null removes a trail. */
export async function saveKnownTrails(
  changes: Readonly<Record<string, string | null>>,
  { ledger, log }: Pick<Ports, 'ledger' | 'log'>,
): Promise<void> {
  await logUnsaved('known trails', ledger.saveKnownTrails(changes), log);
}
