import { Aws, type CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import type { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { REQUIRED_BOUNDARY } from './acknowledgments.ts';

/** The permissions boundary that an account may require on every role. */
export interface RequiredBoundary {
  readonly permissionsBoundaryArn: string;
  /** True when the ARN is set. */
  readonly hasPermissionsBoundary: CfnCondition;
}

/**
 * Sets the required boundary on a role and returns the role. Without an ARN the role has no
 * boundary.
 */
export function applyRequiredBoundary(role: Role, required: RequiredBoundary): Role {
  const { permissionsBoundaryArn, hasPermissionsBoundary } = required;
  (role.node.defaultChild as CfnRole).permissionsBoundary = Fn.conditionIf(
    hasPermissionsBoundary.logicalId,
    permissionsBoundaryArn,
    Aws.NO_VALUE,
  ).toString();
  Validations.of(role).acknowledge(...REQUIRED_BOUNDARY);
  return role;
}
