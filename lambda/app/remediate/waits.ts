import { actionable } from '../../core/model/finding.ts';
import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Assessment, Plan } from '../../core/model/plan.ts';
import { callOf, type Trigger } from '../../core/model/trigger.ts';
import { isEventVisible } from '../../core/rules/event-effect.ts';
import type { Clock } from '../ports.ts';
import { readPauseMs } from '../retry.ts';

/** How long a read may show an outdated state: CloudTrail is eventually consistent. */
const STALE_READ_MS = 15_000;

/**
 * How much longer than SettleSeconds trailmend waits after the calls that create a trail. The runs
 * after StartLogging and PutEventSelectors thus follow the repair by the run after CreateTrail.
 */
const EXTRA_SETTLE_MS: Readonly<Record<string, number>> = {
  CreateTrail: 0,
  StartLogging: 3_000,
  PutEventSelectors: 3_000,
};

type Observe = () => Promise<Assessment>;

/** Observes until the effect of the trigger is visible, or 15 seconds have passed. */
export function awaitEventVisible(trigger: Trigger, observe: Observe, clock: Clock): Promise<Assessment> {
  return observeUntil((seen) => isEventVisible(trigger, seen), observe, clock);
}

/**
 * Observes until only findings remain that were refused or whose repair failed, or 15 seconds have
 * passed. GetTrail may name a new role before GetRole returns it.
 */
export function verifyRepair(
  results: readonly AppliedStep[],
  { refused }: Plan,
  observe: Observe,
  clock: Clock,
): Promise<Assessment> {
  const failed = results.filter(({ result }) => result !== 'done').flatMap(({ step }) => step.repairs);
  const open = new Set<string>([...failed, ...refused.map(({ rule }) => rule)]);
  return observeUntil(({ findings }) => actionable(findings).every(({ rule }) => open.has(rule)), observe, clock);
}

/** How long UpdateTrail has to wait for the creator of a new trail, in milliseconds. */
export function settleDelayMs(trigger: Trigger, settleSeconds: number, clock: Clock): number {
  const call = callOf(trigger);
  const extraMs = call && EXTRA_SETTLE_MS[call.eventName];
  if (call === undefined || extraMs === undefined || settleSeconds === 0) return 0;
  const longest = settleSeconds * 1000 + extraMs;
  return Math.max(0, Math.min(Date.parse(call.eventTime) + longest - clock.now(), longest));
}

async function observeUntil(
  isVisible: (seen: Assessment) => boolean,
  observe: Observe,
  clock: Clock,
): Promise<Assessment> {
  const start = clock.now();
  for (;;) {
    const seen = await observe();
    const elapsed = clock.now() - start;
    if (isVisible(seen) || elapsed > STALE_READ_MS) return seen;
    await clock.sleep(readPauseMs(elapsed, clock.random));
  }
}
