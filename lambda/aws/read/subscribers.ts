import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand } from '@aws-sdk/client-sns';
import { hasCode } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { Subscribers } from '../../core/model/subscribers.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom, readFact } from './fact.ts';

/** trailmend looks for one subscription without a filter policy among so many. */
const MOST_CHECKED = 10;

/** `chatTopicArn` is absent if the stack has no topic for chat applications. */
interface Topics {
  readonly topicArn: string;
  readonly chatTopicArn?: string;
}

/**
 * Reads whether messages of trailmend reach a subscriber of its topic, or of its topic for chat
 * applications. The problem is that of the first one, which gets every message.
 */
export async function readSubscribersOfEither(
  clients: Pick<Clients, 'sns'>,
  { topicArn, chatTopicArn }: Topics,
): Promise<Fact<Subscribers>> {
  const [main, chat] = await Promise.all([
    readSubscribers(clients, topicArn),
    chatTopicArn === undefined ? undefined : readSubscribers(clients, chatTopicArn),
  ]);
  if (!chat || hasSome(main)) return main;
  return hasSome(chat) || !chat.read ? chat : main;
}

function hasSome(subscribers: Fact<Subscribers>): boolean {
  return subscribers.read && subscribers.value === 'some';
}

/**
 * Reads whether a message to the topic reaches a subscriber. Messages of trailmend have no
 * attributes, so that a filter policy on attributes drops all of them. A subscription that is not
 * confirmed has no ARN. Of a topic with more than 100 subscriptions, trailmend reads the first
 * ones.
 * Source: SNS API reference, ListSubscriptionsByTopic, GetSubscriptionAttributes; SNS developer
 * guide, "Amazon SNS message filtering".
 */
export async function readSubscribers(clients: Pick<Clients, 'sns'>, topicArn: string): Promise<Fact<Subscribers>> {
  const listed = await callAws('ListSubscriptionsByTopic', () =>
    clients.sns().send(new ListSubscriptionsByTopicCommand({ TopicArn: topicArn })),
  );
  if (!listed.ok && hasCode(listed.error, 'NotFound')) return { read: true, value: 'no-topic' };
  const confirmed = factFrom(listed, ({ Subscriptions }) =>
    Subscriptions?.flatMap(({ SubscriptionArn: arn }) => (arn?.startsWith('arn:') ? [arn] : [])),
  );
  if (!confirmed.read) return confirmed;
  let unread: Fact<Subscribers> | undefined;
  for (const arn of confirmed.value.slice(0, MOST_CHECKED)) {
    const isFiltered = await readIsFiltered(clients, arn);
    if (isFiltered.read && !isFiltered.value) return { read: true, value: 'some' };
    if (!isFiltered.read) unread = isFiltered;
  }
  return unread ?? { read: true, value: confirmed.value.length > 0 ? 'filtered' : 'none' };
}

/** A subscription without a policy, or with an empty one, receives everything. */
function readIsFiltered(clients: Pick<Clients, 'sns'>, arn: string): Promise<Fact<boolean>> {
  return readFact(
    'GetSubscriptionAttributes',
    () => clients.sns().send(new GetSubscriptionAttributesCommand({ SubscriptionArn: arn })),
    ({ Attributes }) => Attributes && !['{}', ''].includes((Attributes['FilterPolicy'] ?? '').trim()),
  );
}
