import type { RepairFacts } from '../model/facts.ts';
import type { TrailMemory } from '../model/memory.ts';
import type { Settings } from '../model/settings.ts';
import type { Trigger } from '../model/trigger.ts';

/** What a plan depends on, besides the assessment. */
export interface PlanContext {
  readonly trigger: Trigger;
  readonly settings: Settings;
  /** Absent: the ledger could not be read. */
  readonly memory?: TrailMemory;
  /** Absent: not read. `needsRepairFacts` says when a plan requires them. */
  readonly repairFacts?: RepairFacts;
}
