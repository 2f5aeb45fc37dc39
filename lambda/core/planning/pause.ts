import type { TrailFacts } from '../model/facts.ts';
import { NO_MEMORY, RECURRING, type Repair, recentRepairs } from '../model/memory.ts';
import type { Plan, RefusalCause } from '../model/plan.ts';
import { CONCERNS, type Concern } from '../model/rule-catalog.ts';
import { callOf } from '../model/trigger.ts';
import type { PlanContext } from './plan-context.ts';

const MINUTE_MS = 60 * 1000;
/** The longest time between two sweeps, in minutes. */
const MOST_MINUTES = 1440;
/** The concerns whose damage neither stops a trail nor interrupts its deliveries. */
const CAN_WAIT: ReadonlySet<Concern> = new Set(['retention', 'metric-filters']);

/**
 * The plan, or none while all of its repairs are paused: others undid them again and again. A sweep
 * repairs always, so that no repair waits longer than until the next one.
 */
export function withPause(plan: Plan, { now }: TrailFacts, { trigger, memory = NO_MEMORY }: PlanContext): Plan {
  if (!callOf(trigger)) return plan;
  const repaired = new Set(plan.steps.flatMap(({ repairs }) => repairs));
  const paused = [...repaired].flatMap((rule) => {
    const cause = pauseOf(CONCERNS[rule], recentRepairs(memory, now), now);
    return cause ? [{ rule, ...cause }] : [];
  });
  // Beside a repair that cannot wait, nothing waits.
  return paused.length < repaired.size ? plan : { steps: [], refused: [...plan.refused, ...paused] };
}

/** A minute from the third repair of the last 24 hours, and twice as long after each later one. */
function pauseOf(concern: Concern, repairs: readonly Repair[], now: string): RefusalCause | undefined {
  const same = repairs.filter(({ concerns }) => concerns.includes(concern));
  const latest = same.at(-1);
  if (!CAN_WAIT.has(concern) || !latest || same.length < RECURRING) return undefined;
  const minutes = Math.min(2 ** (same.length - RECURRING), MOST_MINUTES);
  const until = Date.parse(latest.time) + minutes * MINUTE_MS;
  if (Date.parse(now) >= until) return undefined;
  return {
    reason: 'paused',
    detail: `others undid ${same.length} repairs of the same kind within 24 hours. trailmend repairs it again at the next sweep, or after an event later than ${new Date(until).toISOString()}`,
    whoCanAct: 'the person responsible for the change that undoes the repair',
  };
}
