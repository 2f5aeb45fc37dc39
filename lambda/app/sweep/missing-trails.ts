import { compareTrails, isDeletionNotified } from '../../core/memory/known-trails.ts';
import { findPending } from '../../core/memory/pending.ts';
import { NO_HISTORY } from '../../core/model/facts.ts';
import { type KnownTrails, knownMemory } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { RegionScan } from '../../core/model/region-scan.ts';
import { trailSubject } from '../../core/model/subject.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import { deletionRecord } from '../../core/outcome/trail-record.ts';
import { saveKnownTrails } from '../known-trails.ts';
import { type Known, publishPending, report } from '../notify.ts';
import { isoTime, newHeader, type Ports } from '../ports.ts';
import { QUICK_CHECK_MS, type ScanContext } from './quick-checks.ts';

export interface MissingReport {
  readonly records: readonly OutcomeRecord[];
  /** Errors of notifications, which the next sweep retries. */
  readonly errors: readonly unknown[];
}

/**
 * Reports the known trails that were deleted without an event, and saves which trails exist. The
 * ledger forgets a trail only after people were notified of its deletion.
 * @param context `began` is a time before the Regions were listed, ISO 8601
 */
export async function reportMissingTrails(
  scans: readonly RegionScan[],
  context: Pick<ScanContext, 'settings' | 'trigger'> & Pick<Known, 'began'>,
  ports: Ports,
): Promise<MissingReport> {
  const known = await ports.ledger.loadKnownTrails();
  if (!known.read) {
    ports.log.error('ledger not read', { error: known.why, key: 'known trails' });
    return { records: [], errors: [] };
  }
  const { appeared, missing } = compareTrails(known.value, scans, context.settings.account);
  const changes: Record<string, string | null> = Object.fromEntries(appeared.map(({ arn }) => [arn, context.began]));
  const records: OutcomeRecord[] = [];
  const errors: unknown[] = [];
  for (const id of missing) {
    if (ports.remainingMs() < QUICK_CHECK_MS) break;
    try {
      const result = await reportMissing(id, known.value, context, ports);
      if (result === 'open') continue;
      changes[id.arn] = null;
      if (result !== 'notified') records.push(result);
    } catch (error) {
      // One failed notification does not prevent the others.
      errors.push(error);
    }
  }
  if (Object.keys(changes).length > 0) await saveKnownTrails(changes, ports);
  return { records, errors };
}

/**
 * Reports a deletion that nobody was notified of. GetTrail has to confirm it, because a list of
 * trails may be incomplete.
 * @returns `open` if the next sweep has to look again
 */
async function reportMissing(
  id: TrailId,
  known: KnownTrails,
  { settings, trigger, began }: Pick<ScanContext, 'settings' | 'trigger'> & Pick<Known, 'began'>,
  ports: Ports,
): Promise<OutcomeRecord | 'open' | 'notified'> {
  const [facts, memory] = await Promise.all([
    ports.observe(id, isoTime(ports.clock), NO_HISTORY),
    ports.ledger.load(id.arn),
  ]);
  if (!facts.gone) return 'open';
  const header = newHeader(trigger, settings, ports);
  const remembered = knownMemory(memory);
  if (!isDeletionNotified(remembered, known[id.arn])) {
    return report(deletionRecord(header, trailSubject(id), remembered), { memory, began }, ports);
  }
  // The run of the event may still be publishing.
  const pending = findPending(remembered, header);
  if (pending.length < remembered.pending.length) return 'open';
  await publishPending({ key: id.arn, isSaved: true }, { pending, uncounted: [] }, ports);
  return 'notified';
}
