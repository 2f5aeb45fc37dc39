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
  /** Absent: CloudFormation generates a name. */
  readonly name?: string;
  /** Absent: the stack subscribes nobody. */
  readonly email?: { readonly address: string; readonly isSet: CfnCondition };
  /** The topic exists only if this condition is true. Without one it always exists. */
  readonly condition?: CfnCondition;
}

/** A topic for outcomes and alarms, with an email subscription if an address is set. */
export class MessageTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: MessageTopicProps) {
    super(scope, id);
    const name = props.name === undefined ? {} : { topicName: props.name };
    this.topic = new Topic(this, 'Resource', { displayName: 'trailmend', enforceSSL: true, ...name });
    const resource = this.topic.node.defaultChild as CfnTopic;
    // Without a customer managed key the topic is unencrypted: alarms cannot use the key
    // alias/aws/sns.
    resource.kmsMasterKeyId = Fn.conditionIf(props.hasKmsKey.logicalId, props.kmsKeyArn, Aws.NO_VALUE).toString();
    this.topic.addToResourcePolicy(alarmPublishStatement(this.topic));
    if (props.condition) this.restrictTo(props.condition);
    if (props.email) this.subscribe(props.email, props.condition);
  }

  private restrictTo(condition: CfnCondition): void {
    for (const resource of this.node.findAll()) {
      if (resource instanceof CfnResource) resource.cfnOptions.condition = condition;
    }
  }

  private subscribe({ address, isSet }: Required<MessageTopicProps>['email'], condition?: CfnCondition): void {
    const { topicArn } = this.topic;
    const subscription = new CfnSubscription(this, 'Email', { topicArn, protocol: 'email', endpoint: address });
    subscription.cfnOptions.condition = condition
      ? new CfnCondition(this, 'HasSubscriber', { expression: Fn.conditionAnd(condition, isSet) })
      : isSet;
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
