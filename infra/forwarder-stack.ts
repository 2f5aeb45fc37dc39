import { Aws, BootstraplessSynthesizer, DefaultStackSynthesizer, type IStackSynthesizer } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { EventBus as BusTarget } from 'aws-cdk-lib/aws-events-targets';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { TRAIL_CHANGES_RULE } from '../lambda/core/integration/names.ts';
import { CisAlarms } from './cis-alarms.ts';
import { withDemandedBoundary } from './demanded-boundary.ts';
import { MessageTopic } from './message-topic.ts';
import { declareForwarderParameters, type ForwarderParameters } from './parameters.ts';
import { lastResortQueue } from './queues.ts';
import { ReadableStack } from './readable-stack.ts';
import { forwardedFrom } from './trail-changes.ts';

export interface ForwarderStackProps {
  /** The region whose events are forwarded. */
  readonly region: string;
  /** The region of the function. */
  readonly hub: string;
}

/**
 * Puts the events of one region that concern trails on the hub's default bus, by a role that may do nothing else. Within an
 * account the hub's bus needs no policy for that. EventBridge tries for 24 hours, its own default; what is left then waits in
 * the region's dead-letter queue, which must be there.
 * Source: EventBridge user guide, "Sending and receiving events between AWS Regions", "Permissions for event buses", "Using
 * dead-letter queues to process undelivered events".
 */
export class ForwarderStack extends ReadableStack {
  constructor(scope: Construct, id: string, { region, hub }: ForwarderStackProps) {
    super(scope, id, {
      description: `trailmend: forwards the events of ${region} that concern CloudTrail trails to trailmend in ${hub}.`,
      env: { region },
      synthesizer: byRolesOf(hub),
    });
    const bus = EventBus.fromEventBusArn(
      this,
      'HubBus',
      `arn:${Aws.PARTITION}:events:${hub}:${Aws.ACCOUNT_ID}:event-bus/default`,
    );
    const parameters = declareForwarderParameters(this);
    const undelivered = lastResortQueue(this, 'UndeliveredQueue');
    const role = new Role(this, 'ForwarderRole', {
      description: `Lets EventBridge put events of ${region} on trailmend's bus in ${hub}`,
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
    });
    withDemandedBoundary(role, {
      permissionsBoundaryArn: parameters.PermissionsBoundaryArn.valueAsString,
      hasPermissionsBoundary: this.given('HasPermissionsBoundary', parameters.PermissionsBoundaryArn),
    });
    new Rule(this, 'TrailChanges', {
      ruleName: TRAIL_CHANGES_RULE,
      description: `Forwards to trailmend in ${hub} that a CloudTrail trail or its log group was changed, or such a change was denied`,
      eventPattern: forwardedFrom(region),
      targets: [new BusTarget(bus, { role, deadLetterQueue: undelivered })],
    });
    this.addAlarms(parameters);
    this.output('UndeliveredQueueUrl', undelivered.queueUrl, 'Events that could not be forwarded, kept for 14 days');
  }

  /** The alarms of the metric filters in this region, which no other region could have, and a topic for them. */
  private addAlarms(parameters: ForwarderParameters): void {
    const wanted = this.chosen('HasMetricFilters', parameters.MetricFilters, 'cis');
    const { topic } = new MessageTopic(this, 'Topic', {
      kmsKeyArn: parameters.TopicKmsKeyArn.valueAsString,
      hasKmsKey: this.given('HasTopicKmsKey', parameters.TopicKmsKeyArn),
      email: parameters.NotificationEmail.valueAsString,
      hasEmail: this.given('HasNotificationEmail', parameters.NotificationEmail),
      wanted,
    });
    new CisAlarms(this, 'Cis', { topic, wanted });
    this.output('TopicArn', topic.topicArn, 'The alarms of this region are published here').condition = wanted;
  }
}

/** IAM roles are global: those of the hub's bootstrap deploy here too, so that no other region has to be bootstrapped. */
function byRolesOf(hub: string): IStackSynthesizer {
  const ofHub = (arn: string) => arn.replace(/\$\{AWS::Region\}/, hub);
  const synthesizer = new BootstraplessSynthesizer({
    deployRoleArn: ofHub(DefaultStackSynthesizer.DEFAULT_DEPLOY_ROLE_ARN),
    cloudFormationExecutionRoleArn: ofHub(DefaultStackSynthesizer.DEFAULT_CLOUDFORMATION_ROLE_ARN),
  });
  // CDK's types are not written for exactOptionalPropertyTypes.
  return synthesizer as IStackSynthesizer;
}
