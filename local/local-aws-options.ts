import type { CloudTrailOptions } from './cloudtrail/cloudtrail.ts';
import type { FaultPlan } from './faults/plan.ts';
import type { RecordingOptions } from './recording.ts';

/** How to start the local AWS. */
export interface LocalAwsOptions {
  /** The port of the endpoint; by default a free one. */
  readonly port?: number;
  /**
   * Called with one line for each step that takes long and for each failure of the local AWS
   * itself.
   */
  readonly progress?: (line: string) => void;
  /** The fault plan at the start; empty by default. */
  readonly faults?: FaultPlan;
  /** How strict and how slow CloudTrail is. */
  readonly cloudTrail?: CloudTrailOptions;
  /** How CloudTrail's events and deliveries behave. */
  readonly recording?: RecordingOptions;
}
