import { Aws, type CfnCondition, Fn, Validations } from 'aws-cdk-lib';
import { type CfnPolicy, type CfnRole, Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type Confines, READS, statementsFor, WRITES } from './permissions.ts';

/** What the role's permissions depend on: each value with the condition under which it holds. */
export interface FunctionRoleProps {
  readonly confines: Confines;
  readonly mayWrite: CfnCondition;
  readonly permissionsBoundaryArn: string;
  readonly hasPermissionsBoundary: CfnCondition;
  readonly topicKmsKeyArn: string;
  readonly hasTopicKmsKey: CfnCondition;
}

/**
 * The role of the function. Its name and path are a contract, so that service control policies can exempt it:
 * `role/trailmend-function/trailmend-function`. What depends on a parameter is a policy of its own that exists or not.
 */
export class FunctionRole extends Construct {
  readonly role: Role;

  constructor(scope: Construct, id: string, props: FunctionRoleProps) {
    super(scope, id);
    this.role = new Role(this, 'Resource', {
      roleName: 'trailmend-function',
      path: '/trailmend-function/',
      description: "What trailmend's function may do; in mode dry-run it holds no policy that writes",
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    });
    (this.role.node.defaultChild as CfnRole).permissionsBoundary = Fn.conditionIf(
      props.hasPermissionsBoundary.logicalId,
      props.permissionsBoundaryArn,
      Aws.NO_VALUE,
    ).toString();
    Validations.of(this.role).acknowledge({
      id: 'CloudFormation-Validate::W1030',
      reason: 'While PermissionsBoundaryArn is empty, the role has no PermissionsBoundary',
    });
    this.attach(
      'Reads',
      statementsFor(READS, props.confines).map((needs) => new PolicyStatement(needs)),
    );
    this.attach(
      'Writes',
      statementsFor(WRITES, props.confines).map((needs) => new PolicyStatement(needs)),
      props.mayWrite,
    );
    this.attach('TopicKey', [publishUnder(props.topicKmsKeyArn)], props.hasTopicKmsKey);
  }

  private attach(id: string, statements: PolicyStatement[], condition?: CfnCondition): void {
    // The function depends on the role and what is beneath it, so it is made after them; nothing may depend on a policy that may not exist.
    const policy = new Policy(condition === undefined ? this.role : this, id, { roles: [this.role], statements });
    if (condition !== undefined) (policy.node.defaultChild as CfnPolicy).cfnOptions.condition = condition;
  }
}

/** What a publisher needs on the key of an encrypted topic. Source: SNS developer guide, "Managing encryption keys and costs". */
function publishUnder(keyArn: string): PolicyStatement {
  return new PolicyStatement({
    sid: 'PublishEncrypted',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [keyArn],
  });
}
