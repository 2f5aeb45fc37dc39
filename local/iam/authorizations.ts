import type { ConditionKeys } from './permissions/permission.ts';
import type { Evaluation } from './simulation.ts';

/** A statement, identified by the name of its policy and its own. */
export interface NamedStatement {
  readonly policy: string;
  /** The Sid, or the number of the statement, counted from 1. */
  readonly statement: string;
}

/** One permission that a call of a role required, and IAM's decision. */
export interface Authorization {
  /** When the call arrived, ISO 8601 in UTC. */
  readonly time: string;
  /** With the role's path. */
  readonly roleArn: string;
  readonly sessionName: string;
  /**
   * The operation that required it, such as `cloudtrail:UpdateTrail`, whose action may be
   * `iam:PassRole`.
   */
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the call and its resource gave, beside those of every request. */
  readonly keys: ConditionKeys;
  readonly allowed: boolean;
  /** The reason of a denial. */
  readonly detail?: string;
  /** The statements of the role's own policies that allow it. */
  readonly allowedBy: readonly NamedStatement[];
}

/** The statements of identity policies that allowed a request. */
export function allowingStatements(evaluation: Evaluation): readonly NamedStatement[] {
  const analysis = 'analysis' in evaluation ? evaluation.analysis : undefined;
  return (analysis?.identityAnalysis?.allowStatements ?? []).map(({ policyId, statement }) => ({
    policy: policyId,
    statement: statement.sid() ?? String(statement.index()),
  }));
}
