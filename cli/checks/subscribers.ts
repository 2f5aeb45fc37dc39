import { describeSubscribers } from '../../lambda/core/model/subscribers.ts';
import type { Check } from './account-facts.ts';
import { awsCommand, revertDrift } from './mend.ts';
import { ok, problem, unknown, warning } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

type Facts = Pick<StackFacts, 'subscribers' | 'pendingSubscriptions' | 'stack'>;

/** A subscriber receives the messages of trailmend, and every subscription is confirmed. */
export const subscribers: Check<Facts> = ({ subscribers: who, pendingSubscriptions: pending, stack }) => {
  const { topicArn, forwarderRegions } = stack.config;
  if (!who.read) return [unknown('who receives the messages of trailmend', who)];
  const why = describeSubscribers(who.value);
  const subscribe = awsCommand(
    'sns subscribe',
    { TopicArn: topicArn, Protocol: 'email', NotificationEndpoint: 'ADDRESS' },
    stack.region,
  );
  const mend = who.value === 'no-topic' ? revertDrift(stack.region, forwarderRegions) : subscribe;
  return [
    why === undefined ? ok('A subscriber receives the messages of trailmend.') : problem(why, mend),
    ...(pending.read && pending.value > 0
      ? [
          warning(
            `${pending.value} of the subscriptions to the topic wait for their confirmation. SNS sent a link to the endpoint, and sends another one to it if it is subscribed again.`,
            subscribe,
          ),
        ]
      : []),
  ];
};
