import { Aws, type CfnCondition, Fn, type StackProps } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { CfnRole, Role } from 'aws-cdk-lib/aws-iam';
import type { Code, IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ChatTopic } from './chat-topic.ts';
import { CisAlarms } from './cis-alarms.ts';
import { DataKey } from './data-key.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { declareParameters, type FixedParameters, type Parameters } from './declare-parameters.ts';
import { createDeliveryRoleBoundary } from './delivery-role-boundary.ts';
import { addDeploymentSweep } from './deployment-sweep.ts';
import { FunctionRole, type FunctionRoleProps } from './function-role.ts';
import { settingsOf } from './function-settings.ts';
import { Ledger } from './ledger.ts';
import { MessageTopic } from './message-topic.ts';
import { addOperationalAlarms } from './operational-alarms.ts';
import { OwnResourcesRules } from './own-resources-rules.ts';
import type { PermissionScope } from './permission-scope.ts';
import { ReadableStack } from './readable-stack.ts';
import { Remediator } from './remediator.ts';
import { createStackDeliveryRole } from './stack-delivery-role.ts';
import { Sweeps } from './sweeps.ts';
import { addTrailEventRule } from './trail-event-rule.ts';

export interface TrailmendStackProps extends StackProps {
  /** The bundled function: see `Remediator`. */
  readonly code: Code;
  /** The Regions with a `ForwarderStack`. Absent: the parameter ForwarderRegions names them. */
  readonly forwarders?: readonly string[];
  /** Default: every setting is a CloudFormation parameter. */
  readonly parameters?: FixedParameters;
}

/**
 * trailmend in one account, deployed once. Parameters, outputs and the names in them are a
 * contract.
 */
export class TrailmendStack extends ReadableStack {
  /** The topic of outcomes and alarms. */
  readonly topic: Topic;

  constructor(scope: Construct, id: string, { code, forwarders, parameters: fixed, ...props }: TrailmendStackProps) {
    super(scope, id, {
      description:
        'trailmend: keeps every CloudTrail trail of this account delivering to CloudWatch Logs. Deploy it once per account.',
      ...props,
    });
    const parameters = declareParameters(this, fixed, forwarders?.join(','));
    const conditions = this.declareConditions(parameters, forwarders);
    const topic = this.createTopic(parameters, conditions);
    this.topic = topic;
    const chat = this.createChatTopic(parameters, conditions);
    const actions = [new SnsAction(topic), chat];
    const dataKey = new DataKey(
      parameters.DataKmsKeyArn.valueAsString,
      this.isSet('HasDataKmsKey', parameters.DataKmsKeyArn),
    );
    const { table } = new Ledger(this, 'Ledger', { dataKey });
    const deliveryRoleBoundaryArn = this.selectDeliveryRoleBoundary(parameters, conditions);
    const stackRole = createStackDeliveryRole(this, {
      logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
      condition: conditions.hasStackRole,
      hasOrganizationTrails: conditions.hasOrganizationTrails,
      ...requiredBoundaryOf(parameters, conditions),
    });
    const { role, always: grantee } = this.createFunctionRole(parameters, conditions, dataKey, {
      deliveryRoleBoundaryArn,
      stackRoleArn: stackRole.roleArn,
      topicArns: [topic.topicArn, chat.arnIfAny],
      eventRegions: eventRegionsWith(conditions.hasForwarders),
      ledgerArn: table.tableArn,
    });
    const { lambda, failures, log } = new Remediator(this, 'Remediator', {
      code,
      role,
      grantee,
      architecture: parameters.Architecture.valueAsString,
      dataKey,
      settings: {
        ...settingsOf(parameters),
        topicArn: topic.topicArn,
        ledgerTable: table.tableName,
        functionRoleArn: role.roleArn,
        deliveryRoleArn: Fn.conditionIf(conditions.hasStackRole.logicalId, stackRole.roleArn, '').toString(),
        deliveryRoleBoundaryArn,
        forwarderRegions: parameters.ForwarderRegions.valueAsString,
      },
    });
    const undelivered = deadLetterQueue(this, 'UndeliveredQueue');
    addTrailEventRule(this, 'TrailChanges', {
      logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
      target: lambda,
      undelivered,
    });
    const deployed = addDeploymentSweep(this, 'Deployed', lambda, undelivered);
    const sweeps = new Sweeps(this, 'Sweeps', {
      target: lambda,
      undelivered,
      actions,
      log,
      minutes: parameters.SweepMinutes.valueAsString,
      ...requiredBoundaryOf(parameters, conditions),
    });
    addOperationalAlarms(this, { remediator: lambda, failures, undelivered, actions });
    new CisAlarms(this, 'Cis', { actions, condition: conditions.hasMetricFilters });
    const watch = new OwnResourcesRules(this, 'Watch', {
      names: {
        deploymentRule: deployed.ruleName,
        functionName: lambda.functionName,
        logGroup: log.logGroupName,
        table: table.tableName,
        queues: [failures, undelivered].map(({ queueName }) => queueName),
        otherRoles: [
          sweeps.roleName,
          Fn.conditionIf(conditions.hasStackRole.logicalId, stackRole.roleName, Aws.NO_VALUE).toString(),
        ],
      },
      topic,
      chat,
      undelivered,
    });
    // The name of the role is unique in the account, so that a second hub fails at the role, before
    // it touches what has a fixed name in its Region.
    for (const { node } of [sweeps, watch, chat]) node.addDependency(role.node.defaultChild as CfnRole);
    this.addOutputs({ lambda, role, topic, table, failures, deliveryRoleBoundaryArn });
    this.addOutput(
      'ChatTopicArn',
      chat.topicArn,
      'ARN of the SNS topic to choose in Amazon Q Developer in chat applications',
    ).condition = conditions.hasChatTopic;
    // The command line finds a setting among the parameters of a stack, or among its outputs.
    for (const [name, value] of Object.entries(fixed ?? {})) {
      this.addOutput(name, value, 'A setting that the CDK app decides, instead of a parameter');
    }
  }

  private declareConditions(parameters: Parameters, forwarders?: readonly string[]) {
    return {
      mayWrite: this.equals('MayWrite', parameters.Mode, 'fix'),
      hasOrganizationTrails: this.equals('HasOrganizationTrails', parameters.OrganizationTrails, 'true'),
      hasMetricFilters: this.equals('HasMetricFilters', parameters.MetricFilters, 'cis'),
      hasTrailRoles: this.equals('HasTrailRoles', parameters.DeliveryRole, 'per-trail'),
      hasStackRole: this.equals('HasStackRole', parameters.DeliveryRole, 'stack'),
      hasForwarders: forwarders ? forwarders.length > 0 : this.isSet('HasForwarders', parameters.ForwarderRegions),
      hasEmail: this.isSet('HasNotificationEmail', parameters.NotificationEmail),
      hasChatTopic: this.equals('HasChatTopic', parameters.ChatTopic, 'create'),
      hasTopicKmsKey: this.isSet('HasTopicKmsKey', parameters.TopicKmsKeyArn),
      hasPermissionsBoundary: this.isSet('HasPermissionsBoundary', parameters.PermissionsBoundaryArn),
    };
  }

  private createTopic(parameters: Parameters, { hasTopicKmsKey, hasEmail }: Conditions): Topic {
    return new MessageTopic(this, 'Topic', {
      kmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasKmsKey: hasTopicKmsKey,
      email: { address: parameters.NotificationEmail.valueAsString, isSet: hasEmail },
    }).topic;
  }

  private createChatTopic(parameters: Parameters, { hasTopicKmsKey, hasChatTopic }: Conditions): ChatTopic {
    return new ChatTopic(this, 'Chat', {
      kmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasKmsKey: hasTopicKmsKey,
      condition: hasChatTopic,
    });
  }

  /** The boundary that the account requires, or else trailmend's own. */
  private selectDeliveryRoleBoundary(parameters: Parameters, { hasPermissionsBoundary }: Conditions): string {
    return Fn.conditionIf(
      hasPermissionsBoundary.logicalId,
      parameters.PermissionsBoundaryArn.valueAsString,
      createDeliveryRoleBoundary(this, 'DeliveryRoleBoundary').managedPolicyArn,
    ).toString();
  }

  private createFunctionRole(
    parameters: Parameters,
    conditions: Conditions,
    dataKey: DataKey,
    resources: ScopeResources,
  ): FunctionRole {
    return new FunctionRole(this, 'FunctionRole', {
      permissionScope: {
        partition: Aws.PARTITION,
        account: Aws.ACCOUNT_ID,
        region: Aws.REGION,
        logGroupPrefix: parameters.LogGroupPrefix.valueAsString,
        ...resources,
      },
      ...conditions,
      ...requiredBoundaryOf(parameters, conditions),
      topicKmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      dataKey,
    });
  }

  /** The names of the outputs are a contract. */
  private addOutputs(outputs: OutputResources): void {
    const { lambda, role, topic, table, failures, deliveryRoleBoundaryArn } = outputs;
    const described: Readonly<Record<string, readonly [value: string, description: string]>> = {
      FunctionName: [lambda.functionName, 'Name of the function that repairs trails'],
      FunctionRoleArn: [role.roleArn, "ARN of the function's role, to exempt it in service control policies"],
      TopicArn: [topic.topicArn, 'ARN of the SNS topic that receives outcomes and alarms'],
      LedgerTableName: [
        table.tableName,
        'Name of the DynamoDB table with the history of each trail; it is retained when the stack is deleted',
      ],
      FailureQueueUrl: [
        failures.queueUrl,
        'URL of the queue for events that the function failed to process; it keeps them for 14 days',
      ],
      DeliveryRoleBoundaryArn: [
        deliveryRoleBoundaryArn,
        "ARN of the permissions boundary of delivery roles; trailmend's own is retained when the stack is deleted, because roles in use have it",
      ],
    };
    for (const [name, [value, description]] of Object.entries(described)) this.addOutput(name, value, description);
  }
}

interface OutputResources {
  readonly lambda: IFunction;
  readonly role: Role;
  readonly topic: Topic;
  readonly table: Table;
  readonly failures: Queue;
  readonly deliveryRoleBoundaryArn: string;
}

type Conditions = Pick<FunctionRoleProps, 'hasForwarders'> &
  Readonly<
    Record<
      | 'mayWrite'
      | 'hasOrganizationTrails'
      | 'hasMetricFilters'
      | 'hasTrailRoles'
      | 'hasStackRole'
      | 'hasEmail'
      | 'hasChatTopic'
      | 'hasTopicKmsKey'
      | 'hasPermissionsBoundary',
      CfnCondition
    >
  >;

/** The part of the permission scope that follows from the resources of the stack. */
type ScopeResources = Pick<
  PermissionScope,
  'deliveryRoleBoundaryArn' | 'stackRoleArn' | 'topicArns' | 'eventRegions' | 'ledgerArn'
>;

function eventRegionsWith(hasForwarders: Conditions['hasForwarders']): string {
  if (typeof hasForwarders === 'boolean') return hasForwarders ? '*' : Aws.REGION;
  return Fn.conditionIf(hasForwarders.logicalId, '*', Aws.REGION).toString();
}

function requiredBoundaryOf({ PermissionsBoundaryArn }: Parameters, { hasPermissionsBoundary }: Conditions) {
  return { permissionsBoundaryArn: PermissionsBoundaryArn.valueAsString, hasPermissionsBoundary };
}
