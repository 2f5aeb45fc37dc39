import type { Fact } from './fact.ts';
import type { Tags } from './tags.ts';

/** A role from GetRole. */
export interface Role {
  readonly arn: string;
  /** JSON; empty when AWS does not report it. */
  readonly trustDocument: string;
}

/** The result of iam:SimulatePrincipalPolicy for one action on one log stream. */
export interface SimulatedAction {
  readonly action: string;
  readonly resource: string;
  /** `allowed`, `explicitDeny`, `implicitDeny`: an open set. */
  readonly decision: string;
  /** Absent: no service control policy, or no boundary, applies. */
  readonly allowedByOrganizations?: boolean;
  readonly allowedByBoundary?: boolean;
  /** Condition keys of the policies that only a real call has. */
  readonly missingContext: readonly string[];
}

/** An existing role under one of trailmend's names, and what shows whether trailmend can use it. */
export interface CandidateRole extends Role {
  readonly path: string;
  /** Absent: the role has no permissions boundary. */
  readonly boundaryArn?: string;
  readonly tags: Tags;
  /** The inline policy under trailmend's policy name; empty when the role has none. */
  readonly deliveryPolicy: Fact<string>;
  /** The names of other inline policies, and the ARNs of attached policies. */
  readonly otherPolicies: Fact<readonly string[]>;
}
