import { Aws, type CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import type { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import { DEMANDED_BOUNDARY } from './acknowledged.ts';

/** The permissions boundary that an account may demand of every role, with the condition under which it was given. */
export interface DemandedBoundary {
  readonly permissionsBoundaryArn: string;
  readonly hasPermissionsBoundary: CfnCondition;
}

/** Puts it on a role; without one the role has no boundary. */
export function withDemandedBoundary(role: Role, demanded: DemandedBoundary): Role {
  const { permissionsBoundaryArn, hasPermissionsBoundary } = demanded;
  (role.node.defaultChild as CfnRole).permissionsBoundary = Fn.conditionIf(
    hasPermissionsBoundary.logicalId,
    permissionsBoundaryArn,
    Aws.NO_VALUE,
  ).toString();
  Validations.of(role).acknowledge(...DEMANDED_BOUNDARY);
  return role;
}
