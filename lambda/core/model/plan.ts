import type { TrailFacts } from './facts.ts';
import type { Finding } from './finding.ts';
import type { RuleId } from './rule-catalog.ts';
import type { Scope } from './scope.ts';
import type { Step } from './step.ts';

/** Why a finding is not repaired. */
export type RefusalReason =
  | 'unread-fact'
  | 'undecided'
  | 'nothing-to-change'
  | 'exclusion-not-understood'
  | 'out-of-scope'
  | 'restart-not-allowed'
  | 'trail-just-made'
  | 'kms-key-elsewhere'
  | 'cost'
  | 'names-taken';

/** A finding that the plan leaves alone, and who can act. */
export interface Refusal {
  readonly rule: RuleId;
  readonly reason: RefusalReason;
  readonly detail: string;
  readonly whoCanAct: string;
}

/** Steps in order, plus refusals with reasons. A dry run, a log line, a message and a test show this same object. */
export interface Plan {
  readonly steps: readonly Step[];
  readonly refused: readonly Refusal[];
}

/** Everything that a plan is made from. */
export interface Assessment {
  readonly facts: TrailFacts;
  readonly findings: readonly Finding[];
  readonly scope: Scope;
}
