import type { AwaitingVerification, RunIntent, TrailMemory } from '../model/memory.ts';
import type { AppliedStep } from '../model/outcome.ts';
import type { Assessment, Plan } from '../model/plan.ts';

/** What a run saw, decided and did. */
export interface RunTrace {
  readonly first: Assessment;
  /** The last assessment, after any writes. */
  readonly last: Assessment;
  /** The last plan. A dry run does not apply it. */
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
  /** Absent: the ledger could not be read. */
  readonly memory?: TrailMemory;
  /** Another run holds the lease: this one wrote nothing. */
  readonly isHeldByOther?: boolean;
  /** What the interrupted run whose lease this run adopted was to repair. */
  readonly interrupted?: RunIntent;
  /** An earlier repair that this run only verifies. */
  readonly verification?: AwaitingVerification;
  /** Why the ledger could not be read or updated. */
  readonly ledgerError?: string;
}
