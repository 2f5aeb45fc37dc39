import { type Acknowledgment, CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import {
  type CfnPolicy,
  Policy,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import * as acknowledgments from './acknowledgments.ts';
import type { PermissionScope } from './permission-scope.ts';
import {
  FILTER_READS,
  FILTER_WRITES,
  ORGANIZATION_READS,
  ORGANIZATION_WRITES,
  READS,
  statementsFor,
  WRITES,
} from './permissions.ts';
import { applyRequiredBoundary, type RequiredBoundary } from './required-boundary.ts';

/**
 * What the role's permissions depend on. Each optional value comes with the condition that is true
 * when it is set.
 */
export interface FunctionRoleProps extends RequiredBoundary {
  readonly permissionScope: PermissionScope;
  readonly mayWrite: CfnCondition;
  readonly hasOrganizationTrails: CfnCondition;
  readonly hasMetricFilters: CfnCondition;
  readonly topicKmsKeyArn: string;
  readonly hasTopicKmsKey: CfnCondition;
}

/** One inline policy. A policy with a condition exists only if the condition is true. */
interface InlinePolicy {
  readonly statements: readonly PolicyStatementProps[];
  readonly acknowledgments?: readonly Acknowledgment[];
  readonly condition?: CfnCondition;
}

/**
 * The role of the function. Its name and path are a contract, so that service control policies can
 * exempt it: `role/trailmend-function/trailmend-function`.
 */
export class FunctionRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    const role = new Role(this, 'Resource', {
      roleName: 'trailmend-function',
      path: '/trailmend-function/',
      description:
        'Permissions of the trailmend function. In mode dry-run the role has no policy that allows changes to trails, roles, or log groups.',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role = applyRequiredBoundary(role, props);
    this.attach('Reads', {
      statements: statementsFor(READS, props.permissionScope),
      acknowledgments: acknowledgments.READS,
    });
    this.attach('Writes', {
      statements: statementsFor(WRITES, props.permissionScope),
      acknowledgments: acknowledgments.WRITES,
      condition: props.mayWrite,
    });
    this.attach('OrganizationReads', {
      statements: statementsFor(ORGANIZATION_READS, props.permissionScope),
      acknowledgments: acknowledgments.ORGANIZATION,
      condition: props.hasOrganizationTrails,
    });
    this.attach('OrganizationWrites', {
      statements: statementsFor(ORGANIZATION_WRITES, props.permissionScope),
      acknowledgments: acknowledgments.ORGANIZATION,
      condition: new CfnCondition(this, 'MayWriteOrganizationTrails', {
        expression: Fn.conditionAnd(props.mayWrite, props.hasOrganizationTrails),
      }),
    });
    this.attach('FilterReads', {
      statements: statementsFor(FILTER_READS, props.permissionScope),
      acknowledgments: acknowledgments.METRIC_FILTERS,
      condition: props.hasMetricFilters,
    });
    this.attach('FilterWrites', {
      statements: statementsFor(FILTER_WRITES, props.permissionScope),
      acknowledgments: acknowledgments.METRIC_FILTERS,
      condition: new CfnCondition(this, 'MayWriteFilters', {
        expression: Fn.conditionAnd(props.mayWrite, props.hasMetricFilters),
      }),
    });
    this.attach('TopicKey', {
      statements: [keyUseStatement(props.topicKmsKeyArn)],
      condition: props.hasTopicKmsKey,
    });
  }

  private attach(id: string, { statements, acknowledgments: reasons = [], condition }: InlinePolicy): void {
    // The function depends on the role and on every construct below it, so it is created after
    // them. A conditional policy is not below the role: nothing may depend on a policy that may not
    // exist.
    const scope = condition === undefined ? this.role : this;
    const policy = new Policy(scope, id, {
      roles: [this.role],
      statements: statements.map((statement) => new PolicyStatement(statement)),
    });
    if (condition !== undefined) (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = condition;
    Validations.of(policy).acknowledge(...reasons);
  }
}

/**
 * Permissions to publish to an encrypted topic. Source: SNS developer guide, "Managing encryption
 * keys and costs".
 */
function keyUseStatement(keyArn: string): PolicyStatementProps {
  return { sid: 'PublishEncrypted', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] };
}
