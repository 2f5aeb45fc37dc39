import { type Acknowledgment, Aws, CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import {
  type CfnPolicy,
  Policy,
  PolicyDocument,
  PolicyStatement,
  type PolicyStatementProps,
  Role,
  ServicePrincipal,
} from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import * as acknowledgments from './acknowledgments.ts';
import type { DataKey } from './data-key.ts';
import type { PermissionScope } from './permission-scope.ts';
import {
  FILTER_WRITES,
  FORWARDER_READS,
  ORGANIZATION_READS,
  ORGANIZATION_WRITES,
  READS,
  ROLE_WRITES,
  STACK_ROLE_WRITES,
  statementsFor,
  WRITES,
} from './permissions.ts';
import { applyRequiredBoundary, type RequiredBoundary } from './required-boundary.ts';

/** Name and path are a contract, so that service control policies can exempt the role. */
export const FUNCTION_ROLE_NAME = 'trailmend-function';
const FUNCTION_ROLE_PATH = '/trailmend-function/';

/** The ARN of the role, for policies of resources that the role itself depends on. */
export const FUNCTION_ROLE_ARN = `arn:${Aws.PARTITION}:iam::${Aws.ACCOUNT_ID}:role${FUNCTION_ROLE_PATH}${FUNCTION_ROLE_NAME}`;

/**
 * What the role's permissions depend on. Each optional value comes with the condition that is true
 * when it is set.
 */
export interface FunctionRoleProps extends RequiredBoundary {
  readonly permissionScope: PermissionScope;
  readonly mayWrite: CfnCondition;
  readonly hasOrganizationTrails: CfnCondition;
  readonly hasMetricFilters: CfnCondition;
  readonly hasTrailRoles: CfnCondition;
  readonly hasStackRole: CfnCondition;
  /** Whether other Regions have forwarders. */
  readonly hasForwarders: boolean | CfnCondition;
  readonly topicKmsKeyArn: string;
  readonly hasTopicKmsKey: CfnCondition;
  readonly dataKey: DataKey;
}

/** An inline policy that exists only if its condition is true. */
interface InlinePolicy {
  readonly statements: readonly PolicyStatementProps[];
  readonly acknowledgments?: readonly Acknowledgment[];
  /** Absent: it always exists. */
  readonly condition?: CfnCondition;
}

/** The role of the function: `role/trailmend-function/trailmend-function`. */
export class FunctionRole extends Construct {
  readonly role: Role;
  /**
   * The policy that always exists. What the function's own log and queue add to it needs no
   * resource of its own.
   */
  readonly always: Policy;

  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    const role = new Role(this, 'Resource', {
      roleName: FUNCTION_ROLE_NAME,
      path: FUNCTION_ROLE_PATH,
      description:
        'Permissions of the trailmend function. In mode dry-run the role has no policy that allows changes to trails, roles, or log groups.',
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    this.role = applyRequiredBoundary(role, props);
    this.always = this.attach('Reads', {
      statements: statementsFor(READS, props.permissionScope),
      acknowledgments: acknowledgments.READS,
    });
    for (const [name, policy] of Object.entries(this.policies(props))) this.attach(name, policy);
  }

  private policies({ permissionScope: scope, ...props }: FunctionRoleProps): Readonly<Record<string, InlinePolicy>> {
    const { mayWrite, hasOrganizationTrails, hasMetricFilters, hasTrailRoles, hasStackRole, hasForwarders } = props;
    return {
      Writes: {
        statements: statementsFor(WRITES, scope),
        acknowledgments: acknowledgments.WRITES,
        condition: mayWrite,
      },
      RoleWrites: {
        statements: statementsFor(ROLE_WRITES, scope),
        acknowledgments: acknowledgments.WRITES,
        condition: this.both('MayWriteRoles', mayWrite, hasTrailRoles),
      },
      StackRoleWrites: {
        statements: statementsFor(STACK_ROLE_WRITES, scope),
        condition: this.both('MayPassStackRole', mayWrite, hasStackRole),
      },
      ...(hasForwarders !== false && {
        ForwarderReads: {
          statements: statementsFor(FORWARDER_READS, scope),
          acknowledgments: acknowledgments.FORWARDERS,
          ...(hasForwarders !== true && { condition: hasForwarders }),
        },
      }),
      OrganizationReads: {
        statements: statementsFor(ORGANIZATION_READS, scope),
        acknowledgments: acknowledgments.ORGANIZATION,
        condition: hasOrganizationTrails,
      },
      OrganizationWrites: {
        statements: statementsFor(ORGANIZATION_WRITES, scope),
        acknowledgments: acknowledgments.ORGANIZATION,
        condition: this.both('MayWriteOrganizationTrails', mayWrite, hasOrganizationTrails),
      },
      FilterWrites: {
        statements: statementsFor(FILTER_WRITES, scope),
        acknowledgments: acknowledgments.METRIC_FILTERS,
        condition: this.both('MayWriteFilters', mayWrite, hasMetricFilters),
      },
      TopicKey: { statements: [keyUseStatement(props.topicKmsKeyArn)], condition: props.hasTopicKmsKey },
      LedgerKey: {
        statements: [props.dataKey.useThroughDynamoDb()],
        acknowledgments: acknowledgments.LEDGER_KEY,
        condition: props.dataKey.isSet,
      },
    };
  }

  private both(id: string, one: CfnCondition, other: CfnCondition): CfnCondition {
    return new CfnCondition(this, id, { expression: Fn.conditionAnd(one, other) });
  }

  private attach(id: string, { statements, acknowledgments: reasons = [], condition }: InlinePolicy): Policy {
    // The function depends on the role and on every construct below it, so it is created after
    // them. A conditional policy is not below the role: nothing may depend on a policy that may not
    // exist.
    const scope = condition === undefined ? this.role : this;
    const policy = new Policy(scope, id, {
      roles: [this.role],
      // All inline policies of a role have a quota together, 10,240 characters (IAM user guide,
      // "IAM and AWS STS quotas"). CDK merges statements that differ in their actions only, if
      // they have no Sid.
      document: new PolicyDocument({
        statements: statements.map((statement) => new PolicyStatement(statement)),
        minimize: true,
      }),
    });
    if (condition !== undefined) (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = condition;
    Validations.of(policy).acknowledge(...reasons);
    return policy;
  }
}

/**
 * Permissions to publish to an encrypted topic. Source: SNS developer guide, "Managing encryption
 * keys and costs".
 */
function keyUseStatement(keyArn: string): PolicyStatementProps {
  return { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], resources: [keyArn] };
}
