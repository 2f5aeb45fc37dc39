import { isAsRepaired } from '../memory/learn.ts';
import type { Fact } from '../model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Assessment } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import type { SweepTrigger } from '../model/trigger.ts';
import { planFor } from '../planning/plan.ts';
import { recordOf, type Stamp } from './trail-record.ts';
import { judgeProof, otherThanDelivery } from './verification.ts';

/** A glance at a trail, and what is remembered of it. */
export interface Glanced extends Assessment {
  readonly memory: Fact<TrailMemory>;
}

/**
 * The record of a trail that a glance is enough for: nothing is wrong with it, it is not ours to repair, or it waits for AWS to
 * deliver after a repair. Undefined for one that has to be observed in full, and repaired.
 */
export function recordOfGlance(
  stamp: Stamp,
  trigger: SweepTrigger,
  look: Glanced,
  settings: Settings,
): OutcomeRecord | undefined {
  const known = look.memory.read ? look.memory.value : NO_MEMORY;
  const judged = (assessment: Assessment): OutcomeRecord => {
    const plan = planFor(assessment, trigger, settings, known);
    return recordOf(stamp, trigger, { first: assessment, last: assessment, plan, applied: [] });
  };
  if (look.scope.scope !== 'in') return judged(look);
  const { awaitingProof } = known;
  const waits = awaitingProof !== undefined && isAsRepaired(awaitingProof, look.facts);
  const record = judged(waits ? { ...look, findings: otherThanDelivery(look.findings) } : look);
  if (record.outcome !== 'COMPLIANT') return undefined;
  if (!waits) return record;
  return { ...record, ...judgeProof(awaitingProof, look.facts), findings: look.findings, remaining: look.findings };
}
