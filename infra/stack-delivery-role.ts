import { Aws, CfnCondition, type CfnResource, Fn, RemovalPolicy, type Resource, Validations } from 'aws-cdk-lib';
import {
  type CfnPolicy,
  type CfnRole,
  Policy,
  PolicyDocument,
  PolicyStatement,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DELIVERY_ACTIONS } from '../lambda/core/integration/delivery-role.ts';
import { STACK_ROLE_PATH } from '../lambda/core/integration/names.ts';
import { STACK_ROLE, STACK_ROLE_OF_ORGANIZATION } from './acknowledgments.ts';
import { applyRequiredBoundary, type RequiredBoundary } from './required-boundary.ts';

const STACK_ROLE_ID = 'StackDeliveryRole';

export interface StackDeliveryRoleProps extends RequiredBoundary {
  readonly logGroupPrefix: string;
  /** The role exists only if this is true. */
  readonly condition: CfnCondition;
  /** The streams of an organization's members need it. */
  readonly hasOrganizationTrails: CfnCondition;
}

/**
 * The one delivery role of all trails, with DeliveryRole `stack`: it writes the streams of the
 * account in log groups with trailmend's prefix. Trails use it, so it is retained when the stack is
 * deleted. CloudFormation generates its name, so that the stack can be deployed again beside it.
 * Source: CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for
 * monitoring".
 */
export function createStackDeliveryRole(scope: Construct, props: StackDeliveryRoleProps): Role {
  const streams = `arn:${Aws.PARTITION}:logs:*:${Aws.ACCOUNT_ID}:log-group:${props.logGroupPrefix}*:log-stream`;
  const deliver = (...resources: string[]): PolicyStatement =>
    new PolicyStatement({ actions: [...DELIVERY_ACTIONS], resources });
  const role = new Role(scope, STACK_ROLE_ID, {
    path: STACK_ROLE_PATH,
    description: 'Lets CloudTrail deliver the trails of this account to the log groups of trailmend',
    assumedBy: new ServicePrincipal('cloudtrail.amazonaws.com'),
    inlinePolicies: {
      Deliver: new PolicyDocument({ statements: [deliver(`${streams}:${Aws.ACCOUNT_ID}_CloudTrail_*`)] }),
    },
  });
  applyRequiredBoundary(role, props);
  keep(role, role.node.defaultChild as CfnRole, props.condition);
  Validations.of(role).acknowledge(...STACK_ROLE);
  const ofOrganization = new Policy(scope, `${STACK_ROLE_ID}OfOrganization`, {
    roles: [role],
    statements: [deliver(`${streams}:o-*_*`)],
  });
  const expression = Fn.conditionAnd(props.condition, props.hasOrganizationTrails);
  const both = new CfnCondition(scope, 'HasStackRoleOfOrganization', { expression });
  keep(ofOrganization, ofOrganization.node.defaultChild as CfnPolicy, both);
  Validations.of(ofOrganization).acknowledge(...STACK_ROLE_OF_ORGANIZATION);
  return role;
}

/** Retains a resource that exists only under a condition. */
function keep(resource: Resource, { cfnOptions }: CfnResource, condition: CfnCondition): void {
  resource.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  cfnOptions.condition = condition;
}
