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
import * as acknowledged from './acknowledged.ts';
import { type DemandedBoundary, withDemandedBoundary } from './demanded-boundary.ts';
import {
  type Confines,
  FILTER_READS,
  FILTER_WRITES,
  ORGANIZATION_READS,
  ORGANIZATION_WRITES,
  READS,
  statementsFor,
  WRITES,
} from './permissions.ts';

/** What the role's permissions depend on: each optional value with the condition under which it was given. */
export interface FunctionRoleProps extends DemandedBoundary {
  readonly confines: Confines;
  readonly mayWrite: CfnCondition;
  readonly hasOrganizationTrails: CfnCondition;
  readonly hasMetricFilters: CfnCondition;
  readonly topicKmsKeyArn: string;
  readonly hasTopicKmsKey: CfnCondition;
}

/** One inline policy; with a condition it exists only where that holds, so that nothing hides inside a policy. */
interface PartialPermissions {
  readonly statements: readonly PolicyStatementProps[];
  readonly acknowledged?: readonly Acknowledgment[];
  readonly condition?: CfnCondition;
}

/**
 * The role of the function. Its name and path are a contract, so that service control policies can exempt it:
 * `role/trailmend-function/trailmend-function`.
 */
export class FunctionRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    const role = new Role(this, 'Resource', {
      roleName: 'trailmend-function',
      path: '/trailmend-function/',
      description: "What trailmend's function may do; in mode dry-run it holds no policy that writes",
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role = withDemandedBoundary(role, props);
    this.attach('Reads', { statements: statementsFor(READS, props.confines), acknowledged: acknowledged.READS });
    this.attach('Writes', {
      statements: statementsFor(WRITES, props.confines),
      acknowledged: acknowledged.WRITES,
      condition: props.mayWrite,
    });
    this.attach('OrganizationReads', {
      statements: statementsFor(ORGANIZATION_READS, props.confines),
      acknowledged: acknowledged.ORGANIZATION,
      condition: props.hasOrganizationTrails,
    });
    this.attach('OrganizationWrites', {
      statements: statementsFor(ORGANIZATION_WRITES, props.confines),
      acknowledged: acknowledged.ORGANIZATION,
      condition: new CfnCondition(this, 'MayWriteOrganizationTrails', {
        expression: Fn.conditionAnd(props.mayWrite, props.hasOrganizationTrails),
      }),
    });
    this.attach('FilterReads', {
      statements: statementsFor(FILTER_READS, props.confines),
      acknowledged: acknowledged.METRIC_FILTERS,
      condition: props.hasMetricFilters,
    });
    this.attach('FilterWrites', {
      statements: statementsFor(FILTER_WRITES, props.confines),
      acknowledged: acknowledged.METRIC_FILTERS,
      condition: new CfnCondition(this, 'MayWriteFilters', {
        expression: Fn.conditionAnd(props.mayWrite, props.hasMetricFilters),
      }),
    });
    this.attach('TopicKey', {
      statements: [publishUnder(props.topicKmsKeyArn)],
      condition: props.hasTopicKmsKey,
    });
  }

  private attach(id: string, { statements, acknowledged = [], condition }: PartialPermissions): void {
    // The function depends on the role and all beneath it, so it is made after them; nothing may depend on a policy that may not exist.
    const scope = condition === undefined ? this.role : this;
    const policy = new Policy(scope, id, {
      roles: [this.role],
      statements: statements.map((statement) => new PolicyStatement(statement)),
    });
    if (condition !== undefined) (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = condition;
    Validations.of(policy).acknowledge(...acknowledged);
  }
}

/** What a publisher needs on the key of an encrypted topic. Source: SNS developer guide, "Managing encryption keys and costs". */
function publishUnder(keyArn: string): PolicyStatementProps {
  return { sid: 'PublishEncrypted', actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] };
}
