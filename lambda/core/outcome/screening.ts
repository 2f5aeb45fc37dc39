import { isUnchangedSinceRepair } from '../memory/deliveries.ts';
import type { Fact } from '../model/fact.ts';
import { actionable } from '../model/finding.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { Assessment } from '../model/plan.ts';
import { planFor } from '../planning/plan.ts';
import type { PlanContext } from '../planning/plan-context.ts';
import type { RunTrace } from './run-trace.ts';
import { withoutDeliveryFindings } from './verification.ts';

/** The assessment of a trail in a sweep, and its memory. */
export interface QuickCheck extends Assessment {
  readonly memory: Fact<TrailMemory>;
}

/**
 * The trace of a trail that needs no run: it is healthy, out of scope, or waits for a delivery
 * after a repair. Undefined: the trail needs a run.
 */
export function screen(check: QuickCheck, context: PlanContext): RunTrace | undefined {
  const memory = check.memory.read ? check.memory.value : undefined;
  const awaiting = memory?.awaitingVerification;
  const verification = awaiting && isUnchangedSinceRepair(awaiting, check.facts) ? awaiting : undefined;
  const findings = verification ? withoutDeliveryFindings(check.findings) : check.findings;
  if (check.scope.scope === 'in' && actionable(findings).length > 0) return undefined;
  const plan = planFor({ ...check, findings }, context);
  return {
    first: check,
    last: check,
    plan,
    applied: [],
    ...(memory && { memory }),
    ...(check.scope.scope === 'in' && verification && { verification }),
    ...(!check.memory.read && { ledgerError: check.memory.why }),
  };
}
