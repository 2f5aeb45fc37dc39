import type { Context } from './permissions/permission.ts';
import type { Judgement } from './simulation.ts';

/** A statement by the name of its policy and its own, or its place in the policy. */
export interface NamedStatement {
  readonly policy: string;
  /** The Sid, or the number of the statement, counted from 1. */
  readonly statement: string;
}

/** One permission that a call of a role needed, and what was decided. */
export interface Authorization {
  /** When the call arrived, ISO 8601 in UTC. */
  readonly time: string;
  /** With the role's path. */
  readonly roleArn: string;
  readonly sessionName: string;
  /** The operation that needed it, such as `cloudtrail:UpdateTrail`, where `iam:PassRole` may be the action. */
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  /** The condition keys that the call and its resource gave, beside those of every request. */
  readonly keys: Context;
  readonly allowed: boolean;
  /** Why it was denied. */
  readonly detail?: string;
  /** The statements of the role's own policies that allow it. */
  readonly allowedBy: readonly NamedStatement[];
}

/** The statements of identity policies that allow what was judged. */
export function allowingStatements(judgement: Judgement): readonly NamedStatement[] {
  const analysis = 'analysis' in judgement ? judgement.analysis : undefined;
  return (analysis?.identityAnalysis?.allowStatements ?? []).map(({ policyId, statement }) => ({
    policy: policyId,
    statement: statement.sid() ?? String(statement.index()),
  }));
}
