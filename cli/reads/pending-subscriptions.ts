import { ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** How many of the first 100 subscriptions to a topic nobody confirmed: they have no ARN. */
export function readPendingSubscriptions(clients: Pick<Clients, 'sns'>, TopicArn: string): Promise<Fact<number>> {
  return readFact(
    'ListSubscriptionsByTopic',
    () => clients.sns().send(new ListSubscriptionsByTopicCommand({ TopicArn })),
    ({ Subscriptions = [] }) => Subscriptions.filter(({ SubscriptionArn: arn = '' }) => !arn.startsWith('arn:')).length,
  );
}
