import type { AwsError } from './aws-result.ts';
import type { AnyFinding } from './finding.ts';
import type { Plan, RefusalReason } from './plan.ts';
import type { OutOfScopeReason } from './scope.ts';
import type { Step } from './step.ts';
import type { Trigger } from './trigger.ts';

/** The closed set of honest results for one trail in one run. */
export type OutcomeWord = 'COMPLIANT' | 'WOULD_FIX' | 'FIXED' | 'VERIFIED' | 'SKIPPED' | 'BLOCKED' | 'FAILED';

/** Why somebody has to act before AWS lets a repair through. */
export type BlockedReason =
  | 'bucket-policy'
  | 'bucket'
  | 'topic'
  | 'kms'
  | 'scp'
  | 'access-denied'
  | 'quota'
  | 'region'
  | 'organization';

/** The typed reasons behind an outcome. */
export type OutcomeReason =
  | 'nothing-to-do'
  | 'dry-run'
  | 'repaired'
  | 'trail-deleted'
  | 'attempt-denied'
  | 'region-closed'
  | 'not-covered'
  | 'not-listening'
  | 'delivered'
  | 'awaiting-delivery'
  | 'not-delivered'
  | 'another-run'
  | OutOfScopeReason
  | RefusalReason
  | BlockedReason
  | 'aws-error'
  | 'not-seen-repaired';

/** How far a run came before it failed. */
export type Stage = 'observe' | 'apply' | 'read-back' | 'delivery';

/**
 * What became of a step. `attempts` counts calls, none where an earlier try had made it; `not-attempted` means that a step it needs did not succeed or
 * that another run has the trail, `outdated` that the
 * trail was changed by somebody else between two attempts.
 */
export interface AppliedStep {
  readonly step: Step;
  readonly result: 'done' | 'failed' | 'outdated' | 'not-attempted';
  readonly attempts: number;
  readonly requestId?: string;
  readonly error?: AwsError;
}

/** The trail's state in the words that a reader compares before and after. */
export interface TrailState {
  readonly logGroupArn: string;
  readonly roleArn: string;
  readonly isLogging: boolean | 'unread';
}

/** The one record of one run for one trail: returned, logged, and sent to machines. */
export interface OutcomeRecord {
  readonly version: 1;
  readonly id: string;
  readonly time: string;
  /** Ends in `trail/*` where the record is about a region's trails, and names the region `*` where it is about the account. */
  readonly trailArn: string;
  readonly mode: 'fix' | 'dry-run';
  readonly trigger: Trigger;
  readonly outcome: OutcomeWord;
  /** For machines; `detail` says it to people. */
  readonly reason: OutcomeReason;
  readonly detail: string;
  /** Set with FAILED: where the run ended. */
  readonly stage?: Stage;
  readonly whoCanAct?: string;
  /** What was found at first. */
  readonly findings: readonly AnyFinding[];
  /** What was still found at last. */
  readonly remaining: readonly AnyFinding[];
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
  /** Absent when the trail could not be read. */
  readonly before?: TrailState;
  readonly after?: TrailState;
  /** AWS CLI commands that bring back what a call took from the trail beside its delivery; trailmend makes none of them. */
  readonly restore?: readonly string[];
  /** Why the run had no memory, or could not add to it: the ledger's table could not be read or written. */
  readonly ledgerError?: string;
  /** What was left out of a message or event that would have been too long; the function's log has all of it. */
  readonly cut?: readonly string[];
}
