import { formatAwsError } from '../core/model/aws-result.ts';
import type { Ports } from './ports.ts';

/** Saves which trails exist. Null removes a trail. */
export async function saveKnownTrails(
  changes: Readonly<Record<string, string | null>>,
  { ledger, log }: Pick<Ports, 'ledger' | 'log'>,
): Promise<void> {
  const saved = await ledger.saveKnownTrails(changes);
  if (!saved.ok) log.error('ledger not saved', { error: formatAwsError(saved.error), key: 'known trails' });
}
