import { Aws, CfnCondition, CfnResource, Fn } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnSubscription, type CfnTopic, Topic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

/** What the topic is told at deployment: each value with the condition under which it was given. */
export interface MessageTopicProps {
  readonly kmsKeyArn: string;
  readonly hasKmsKey: CfnCondition;
  readonly email: string;
  readonly hasEmail: CfnCondition;
  /** There is a topic only where this holds; left out, always. */
  readonly wanted?: CfnCondition;
}

/** The topic for outcomes and alarms, and the e-mail subscription when an address was given. */
export class MessageTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: MessageTopicProps) {
    super(scope, id);
    this.topic = new Topic(this, 'Resource', { displayName: 'trailmend', enforceSSL: true });
    const resource = this.topic.node.defaultChild as CfnTopic;
    // Without a key of the customer the topic stays unencrypted: alarms cannot publish under the key alias/aws/sns.
    resource.kmsMasterKeyId = Fn.conditionIf(props.hasKmsKey.logicalId, props.kmsKeyArn, Aws.NO_VALUE).toString();
    this.topic.addToResourcePolicy(alarmsOfThisAccount(this.topic));
    const subscription = new CfnSubscription(this, 'Email', {
      topicArn: this.topic.topicArn,
      protocol: 'email',
      endpoint: props.email,
    });
    subscription.cfnOptions.condition = props.hasEmail;
    if (props.wanted) this.limitTo(props.wanted, subscription, props.hasEmail);
  }

  private limitTo(wanted: CfnCondition, subscription: CfnSubscription, hasEmail: CfnCondition): void {
    for (const resource of this.node.findAll()) {
      if (resource instanceof CfnResource) resource.cfnOptions.condition = wanted;
    }
    subscription.cfnOptions.condition = new CfnCondition(this, 'HasSubscriber', {
      expression: Fn.conditionAnd(wanted, hasEmail),
    });
  }
}

/**
 * Lets the alarms of this account and region publish; a topic policy that does not name CloudWatch silences them.
 * Source: SNS developer guide, "Example cases for Amazon SNS access control", CloudWatch alarms.
 */
function alarmsOfThisAccount(topic: Topic): PolicyStatement {
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
