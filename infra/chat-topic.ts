import { Aws, type CfnCondition, Fn } from 'aws-cdk-lib';
import type { AlarmActionConfig, IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { CHAT_TOPIC_NAME } from '../lambda/core/integration/names.ts';
import { MessageTopic, type MessageTopicProps } from './message-topic.ts';

export type ChatTopicProps = Required<Omit<MessageTopicProps, 'email' | 'name'>>;

/**
 * The topic of the cards for chat applications. It exists only if its condition is true, and so
 * does everything that names it. Alarms notify it too: Amazon Q Developer in chat applications
 * shows them as they are.
 */
export class ChatTopic extends MessageTopic implements IAlarmAction {
  readonly topicArn: string;
  /** The ARN, or no value without the topic. */
  readonly arnIfAny: string;
  readonly condition: CfnCondition;

  constructor(scope: Construct, id: string, props: ChatTopicProps) {
    // The function knows the name, because its environment has no room for another ARN.
    super(scope, id, { ...props, name: CHAT_TOPIC_NAME });
    this.topicArn = this.topic.topicArn;
    this.condition = props.condition;
    this.arnIfAny = Fn.conditionIf(this.condition.logicalId, this.topicArn, Aws.NO_VALUE).toString();
  }

  bind(): AlarmActionConfig {
    return { alarmActionArn: this.arnIfAny };
  }
}
