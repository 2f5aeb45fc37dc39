import { actionable } from '../../core/model/finding.ts';
import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Assessment, Plan } from '../../core/model/plan.ts';
import type { Trigger } from '../../core/model/trigger.ts';
import { isEventVisible } from '../../core/rules/event-effect.ts';
import type { Clock } from '../ports.ts';
import { pauseMs } from '../retry.ts';

/** How long a read after a write, ours or another's, may still show what was before: CloudTrail is eventually consistent. */
const STALE_MS = 15_000;

type Look = () => Promise<Assessment>;

/** Looks until the call that started the run is seen to have had its effect, or has had time enough to be seen. */
export function awaitEventVisible(trigger: Trigger, look: Look, clock: Clock): Promise<Assessment> {
  return lookUntil((seen) => isEventVisible(trigger, seen), look, clock);
}

/**
 * Looks until nothing is wrong but what was refused or what a failed write should have repaired, or until AWS has had time
 * enough to show it. Other findings count too: a new role may be named by GetTrail before GetRole knows it.
 */
export function verifyRepair(
  results: readonly AppliedStep[],
  { refused }: Plan,
  look: Look,
  clock: Clock,
): Promise<Assessment> {
  const failed = results.filter(({ result }) => result !== 'done').flatMap(({ step }) => step.repairs);
  const open = new Set([...failed, ...refused.map(({ rule }) => rule)]);
  return lookUntil(({ findings }) => actionable(findings).every(({ rule }) => open.has(rule)), look, clock);
}

async function lookUntil(isSeen: (seen: Assessment) => boolean, look: Look, clock: Clock): Promise<Assessment> {
  const start = clock.now();
  for (;;) {
    const seen = await look();
    const elapsed = clock.now() - start;
    if (isSeen(seen) || elapsed > STALE_MS) return seen;
    await clock.sleep(pauseMs(elapsed, clock.random));
  }
}
