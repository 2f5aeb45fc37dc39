import {
  Aws,
  BootstraplessSynthesizer,
  DefaultStackSynthesizer,
  Fn,
  type ICfnRuleConditionExpression,
  type IStackSynthesizer,
} from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { type CfnRole, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { FORWARDER_STACK_PREFIX, NOT_FORWARDED_QUEUE, TRAIL_CHANGES_RULE } from '../lambda/core/integration/names.ts';
import { CisAlarms } from './cis-alarms.ts';
import { deadLetterQueue } from './dead-letter-queue.ts';
import { declareForwarderParameters, type FixedParameters, type ForwarderParameters } from './declare-parameters.ts';
import { MessageTopic } from './message-topic.ts';
import { addForwardedCallsRule } from './own-resources-rules.ts';
import { ReadableStack } from './readable-stack.ts';
import { applyRequiredBoundary } from './required-boundary.ts';
import { forwardedEventPattern } from './trail-event-rule.ts';

export interface ForwarderStackProps {
  /**
   * The Region whose events are forwarded, and that of the function. Absent: the template serves
   * every Region, with the parameter HubRegion, and without a bootstrapped account.
   */
  readonly place?: { readonly region: string; readonly hub: string };
  readonly stackName: string;
  /** Default: every setting is a CloudFormation parameter. */
  readonly parameters?: FixedParameters;
}

/**
 * Forwards the trail events of one Region to the default event bus of the hub, with a role that has
 * no other permission. Whether the bus of the hub also needs a policy within the account is not
 * documented: docs/operations.md has the statement. EventBridge retries for 24 hours, its default.
 * Then the event goes to the dead-letter queue, which must be in the same Region as the rule. The
 * sweep reports it by its name: docs/decisions/0036-the-sweep-watches-the-forwarders-queues.md.
 * Source: EventBridge user guide, "Sending and receiving events between AWS Regions",
 * "Permissions for event buses", "Using dead-letter queues to process undelivered events".
 */
export class ForwarderStack extends ReadableStack {
  readonly #hub: string;

  constructor(scope: Construct, id: string, { stackName, place, parameters: fixed }: ForwarderStackProps) {
    super(scope, id, {
      stackName,
      description: `trailmend: forwards events about CloudTrail trails ${place ? `from ${place.region} to the trailmend stack in ${place.hub}` : 'from one Region to the trailmend stack in another Region'}.`,
      ...(place && { env: { region: place.region } }),
      synthesizer: place ? withRolesOf(place.hub) : withoutBootstrap(),
    });
    const region = place?.region ?? Aws.REGION;
    const parameters = declareForwarderParameters(this, fixed, place?.hub);
    const hub = parameters.HubRegion.valueAsString;
    this.#hub = hub;
    const bus = EventBus.fromEventBusArn(
      this,
      'HubBus',
      `arn:${Aws.PARTITION}:events:${hub}:${Aws.ACCOUNT_ID}:event-bus/default`,
    );
    const role = new Role(this, 'ForwarderRole', {
      // The hub knows the role by its name. CloudFormation would derive it from the name of the
      // stack, which StackSets choose.
      roleName: `${FORWARDER_STACK_PREFIX}${region}`,
      description: `Allows EventBridge to forward events from ${region} to the event bus of trailmend in ${hub}`,
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    applyRequiredBoundary(role, {
      permissionsBoundaryArn: parameters.PermissionsBoundaryArn.valueAsString,
      hasPermissionsBoundary: this.isSet('HasPermissionsBoundary', parameters.PermissionsBoundaryArn),
    });
    const undelivered = deadLetterQueue(this, 'UndeliveredQueue', NOT_FORWARDED_QUEUE);
    // A second forwarder in the Region fails before it touches what the first one named.
    undelivered.node.addDependency(role.node.defaultChild as CfnRole);
    const target = new BusTarget(bus, { role, deadLetterQueue: undelivered });
    new Rule(this, 'TrailChanges', {
      ruleName: TRAIL_CHANGES_RULE,
      description: `Forwards to trailmend in ${hub} that a CloudTrail trail was changed, a log group was deleted, a log group of trailmend was changed, or an attempt to stop, update or delete a trail was denied`,
      eventPattern: forwardedEventPattern(region, parameters.LogGroupPrefix.valueAsString),
      targets: [target],
    });
    addForwardedCallsRule(this, 'Watch', region, target);
    this.addAlarms(parameters);
    this.addOutput(
      'UndeliveredQueueUrl',
      undelivered.queueUrl,
      'URL of the dead-letter queue for events that could not be forwarded; it keeps them for 14 days',
    );
  }

  /** Whether the stack is in the Region of the hub. */
  isHubRegion(): ICfnRuleConditionExpression {
    return Fn.conditionEquals(Aws.REGION, this.#hub);
  }

  /**
   * Adds the alarms of the metric filters, which must be in the Region of their log groups, and a
   * topic for them.
   */
  private addAlarms(parameters: ForwarderParameters): void {
    const condition = this.equals('HasMetricFilters', parameters.MetricFilters, 'cis');
    const { topic } = new MessageTopic(this, 'Topic', {
      kmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasKmsKey: this.isSet('HasTopicKmsKey', parameters.TopicKmsKeyArn),
      email: {
        address: parameters.NotificationEmail.valueAsString,
        isSet: this.isSet('HasNotificationEmail', parameters.NotificationEmail),
      },
      condition,
    });
    new CisAlarms(this, 'Cis', { actions: [new SnsAction(topic)], condition });
    this.addOutput(
      'TopicArn',
      topic.topicArn,
      'ARN of the SNS topic that receives the alarms of this Region',
    ).condition = condition;
  }
}

/**
 * Deploys with the bootstrap roles of the hub's Region. IAM roles are global, so no other Region
 * has to be bootstrapped.
 */
function withRolesOf(hub: string): IStackSynthesizer {
  const inHub = (arn: string) => arn.replace(/\$\{AWS::Region\}/, hub);
  const synthesizer = new BootstraplessSynthesizer({
    deployRoleArn: inHub(DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN),
    cloudFormationExecutionRoleArn: inHub(DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN),
  });
  // CDK's types do not support exactOptionalPropertyTypes.
  return synthesizer as IStackSynthesizer;
}

/** For a template without assets, in accounts that CDK never saw. */
export function withoutBootstrap(): IStackSynthesizer {
  return new BootstraplessSynthesizer() as IStackSynthesizer;
}
