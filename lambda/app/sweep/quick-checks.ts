import { historyOf } from '../../core/memory/target-history.ts';
import type { Fact } from '../../core/model/fact.ts';
import { NO_HISTORY } from '../../core/model/facts.ts';
import type { TrailMemory } from '../../core/model/memory.ts';
import type { ListedTrail } from '../../core/model/region-scan.ts';
import type { Trail } from '../../core/model/trail.ts';
import type { QuickCheck } from '../../core/outcome/screening.ts';
import { assessTrail } from '../assess-trail.ts';
import { isoTime, type Ports } from '../ports.ts';
import type { Task } from '../remediate/run-state.ts';
import type { RateLimiter } from './rate-limit.ts';

/** A listed trail, and what the ledger remembers of it. */
export interface FoundTrail extends ListedTrail {
  readonly memory: Fact<TrailMemory>;
}

/** What the scans of all Regions share. */
export interface ScanContext extends Omit<Task, 'id'> {
  /** Which trails to check. Absent: all whose home is the Region. */
  readonly includes?: (found: FoundTrail) => boolean;
}

/** Three attempts of ten seconds for a read, and pauses. */
export const QUICK_CHECK_MS = 40_000;

/** Checks the trails in their order, while time is left. */
export async function quickChecks(
  trails: readonly FoundTrail[],
  context: ScanContext,
  ports: Ports,
  limit: RateLimiter,
): Promise<readonly QuickCheck[]> {
  const checks: Promise<QuickCheck>[] = [];
  for (const found of trails) {
    await limit(readsOf(found.trail));
    if (ports.remainingMs() < QUICK_CHECK_MS) break;
    checks.push(quickCheck(found, context, ports));
  }
  return Promise.all(checks);
}

/** The CloudTrail reads of a check: GetTrailStatus, ListTags, and GetEventSelectors if needed. */
function readsOf({ hasCustomEventSelectors }: Trail): number {
  return hasCustomEventSelectors ? 3 : 2;
}

async function quickCheck(
  { id, trail, memory }: FoundTrail,
  { trigger, settings }: ScanContext,
  ports: Ports,
): Promise<QuickCheck> {
  const facts = await ports.observe(id, isoTime(ports.clock), NO_HISTORY, trail);
  const history = historyOf(memory, trigger, id, settings);
  return { ...assessTrail(facts, settings, history), memory };
}
