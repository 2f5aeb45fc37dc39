import { Aws, CfnCondition, CfnResource, Fn } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/**
 * The settings of the topic. Each optional value comes with the condition that is true when it is
 * set.
 */
export interface MessageTopicProps {
  readonly kmsKeyArn: string;
  readonly hasKmsKey: CfnCondition;
  readonly email: string;
  readonly hasEmail: CfnCondition;
  /** The topic exists only if this condition is true. Without one it always exists. */
  readonly condition?: CfnCondition;
}

/** The topic for outcomes and alarms, with an email subscription if an address is set. */
export class MessageTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: MessageTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Resource', { displayName: 'trailmend', enforceSSL: true });
    const resource = this.topic.node.defaultChild as CfnTopic;
    // Without a customer managed key the topic is unencrypted: alarms cannot use the key
    // alias/aws/sns.
    resource.kmsMasterKeyId = Fn.conditionIf(props.hasKmsKey.logicalId, props.kmsKeyArn, Aws.NO_VALUE).toString();
    this.topic.addToResourcePolicy(alarmPublishStatement(this.topic));
    const subscription = new CfnSubscription(this, 'Email', {
      topicArn: this.topic.topicArn,
      protocol: 'email',
      endpoint: props.email,
    });
    subscription.cfnOptions.condition = props.hasEmail;
    if (props.condition) this.restrictTo(props.condition, subscription, props.hasEmail);
  }

  private restrictTo(condition: CfnCondition, subscription: CfnSubscription, hasEmail: CfnCondition): void {
    for (const resource of this.node.findAll()) {
      if (resource instanceof CfnResource) resource.cfnOptions.condition = condition;
    }
    subscription.cfnOptions.condition = new CfnCondition(this, 'HasSubscriber', {
      expression: Fn.conditionAnd(condition, hasEmail),
    });
  }
}

/**
 * Allows the alarms of this account and Region to publish. They cannot publish to a topic whose
 * policy does not name CloudWatch.
 * Source: SNS developer guide, "Example cases for Amazon SNS access control", CloudWatch alarms.
 */
function alarmPublishStatement(topic: Topic): PolicyStatement {
  return new PolicyStatement({
    sid: 'AlarmsMayPublish',
    principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID },
      ArnLike: { 'aws:SourceArn': `arn:${Aws.PARTITION}:cloudwatch:${Aws.REGION}:${Aws.ACCOUNT_ID}:alarm:*` },
    },
  });
}
