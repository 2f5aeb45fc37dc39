import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import type { AlarmActionConfig, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { MessageTopic, type MessageTopicProps } from './message-topic.ts';

/**
 * The topic of the cards for chat applications. It exists only if its condition is true, and so
 * does everything that names it. Alarms notify it too: Amazon Q Developer in chat applications
 * shows them as they are.
 */
export class ChatTopic extends MessageTopic implements IAlarmAction {
  readonly topicArn: string;
  /** The name, or empty without the topic. */
  readonly nameIfAny: string;
  readonly condition: CfnCondition;

  constructor(scope: Construct, id: string, props: Required<Omit<MessageTopicProps, 'email'>>) {
    super(scope, id, props);
    this.topicArn = this.topic.topicArn;
    this.condition = props.condition;
    this.nameIfAny = this.ifAny(this.topic.topicName, '');
  }

  bind(): AlarmActionConfig {
    return { alarmActionArn: this.ifAny(this.topicArn, Aws.NO_VALUE) };
  }

  private ifAny(value: string, otherwise: string): string {
    return Fn.conditionIf(this.condition.logicalId, value, otherwise).toString();
  }
}
