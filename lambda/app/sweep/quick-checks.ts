import { historyOf } from '../../core/memory/target-history.ts';
import { NO_HISTORY } from '../../core/model/facts.ts';
import type { ListedTrail } from '../../core/model/region-scan.ts';
import type { Trail } from '../../core/model/resources.ts';
import type { QuickCheck } from '../../core/outcome/screening.ts';
import { assessTrail } from '../assess-trail.ts';
import { isoTime, type Ports } from '../ports.ts';
import type { Task } from '../remediate/run-state.ts';
import type { RateLimiter } from './rate-limit.ts';

/** What the scans of all Regions share. */
export interface ScanContext extends Omit<Task, 'id'> {
  /** Which trails to check. Absent: all whose home is the Region. */
  readonly includes?: (listed: ListedTrail) => Promise<boolean>;
}

/** Three attempts of ten seconds for a read, and pauses. */
export const QUICK_CHECK_MS = 40_000;

/** Checks the trails in their order, while time is left. */
export async function quickChecks(
  trails: readonly ListedTrail[],
  context: ScanContext,
  ports: Ports,
  limit: RateLimiter,
): Promise<readonly QuickCheck[]> {
  const checks: Promise<QuickCheck>[] = [];
  for (const listed of trails) {
    await limit(readsOf(listed.trail));
    if (ports.remainingMs() < QUICK_CHECK_MS) break;
    checks.push(quickCheck(listed, context, ports));
  }
  return Promise.all(checks);
}

/** The CloudTrail reads of a check: GetTrailStatus, ListTags, and GetEventSelectors if needed. */
function readsOf({ hasCustomEventSelectors }: Trail): number {
  return hasCustomEventSelectors ? 3 : 2;
}

async function quickCheck({ id, trail }: ListedTrail, context: ScanContext, ports: Ports): Promise<QuickCheck> {
  const { trigger, settings } = context;
  const [memory, facts] = await Promise.all([
    ports.ledger.load(id.arn),
    ports.observe(id, isoTime(ports.clock), NO_HISTORY, trail),
  ]);
  const history = historyOf(memory, trigger, id, settings);
  return { ...assessTrail(facts, settings, history), memory };
}
