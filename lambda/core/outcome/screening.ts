import { isUnchangedSinceRepair } from '../memory/learn.ts';
import type { Fact } from '../model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Assessment } from '../model/plan.ts';
import type { Settings } from '../model/settings.ts';
import type { SweepTrigger } from '../model/trigger.ts';
import { planFor } from '../planning/plan.ts';
import { type RecordHeader, recordOf } from './trail-record.ts';
import { judgeVerification, withoutDeliveryFindings } from './verification.ts';

/** A glance at a trail, and what is remembered of it. */
export interface QuickCheck extends Assessment {
  readonly memory: Fact<TrailMemory>;
}

/**
 * The record of a trail that a glance is enough for: nothing is wrong with it, it is not ours to repair, or it waits for AWS to
 * deliver after a repair. Undefined for one that has to be observed in full, and repaired.
 */
export function screen(
  stamp: RecordHeader,
  trigger: SweepTrigger,
  look: QuickCheck,
  settings: Settings,
): OutcomeRecord | undefined {
  const known = look.memory.read ? look.memory.value : NO_MEMORY;
  const judged = (assessment: Assessment): OutcomeRecord => {
    const plan = planFor(assessment, trigger, settings, known);
    return recordOf(stamp, trigger, { first: assessment, last: assessment, plan, applied: [] });
  };
  if (look.scope.scope !== 'in') return judged(look);
  const { awaitingVerification } = known;
  const waits = awaitingVerification !== undefined && isUnchangedSinceRepair(awaitingVerification, look.facts);
  const record = judged(waits ? { ...look, findings: withoutDeliveryFindings(look.findings) } : look);
  if (record.outcome !== 'COMPLIANT') return undefined;
  if (!waits) return record;
  return {
    ...record,
    ...judgeVerification(awaitingVerification, look.facts),
    findings: look.findings,
    remaining: look.findings,
  };
}
