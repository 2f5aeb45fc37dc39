import { GetSubscriptionAttributesCommand, ListSubscriptionsByTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readSubscribers, readSubscribersOfEither } from '../../../../lambda/aws/read/subscribers.ts';
import { mocked } from '../mocked.ts';

const TOPIC = 'arn:aws:sns:eu-west-1:111122223333:trailmend';
const sns = mocked(SNSClient);
const refused = (name: string) => Object.assign(new Error('no'), { name });
const subscribers = () => readSubscribers(clientsFor('eu-west-1'), TOPIC);

/** Subscriptions with these filter policies; undefined: none. */
function subscribed(...policies: readonly (string | undefined)[]): void {
  const Subscriptions = policies.map((_, index) => ({ SubscriptionArn: `${TOPIC}:${index}` }));
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions });
  for (const [index, FilterPolicy] of policies.entries()) {
    sns
      .on(GetSubscriptionAttributesCommand, { SubscriptionArn: `${TOPIC}:${index}` })
      .resolves({ Attributes: { Protocol: 'email', ...(FilterPolicy !== undefined && { FilterPolicy }) } });
  }
}

beforeEach(() => {
  sns.reset();
});

test('a confirmed subscription without a filter policy receives the messages', async () => {
  subscribed('{"a":["b"]}', undefined, undefined);
  expect(await subscribers()).toEqual({ read: true, value: 'some' });
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand)[0]?.args[0].input).toEqual({ TopicArn: TOPIC });
  expect(sns.commandCalls(GetSubscriptionAttributesCommand)).toHaveLength(2);
  subscribed('{}');
  expect(await subscribers()).toEqual({ read: true, value: 'some' });
});

test('nobody receives them without a confirmed subscription', async () => {
  subscribed();
  expect(await subscribers()).toEqual({ read: true, value: 'none' });
  const Subscriptions = [{ SubscriptionArn: 'PendingConfirmation' }, { SubscriptionArn: 'Deleted' }, {}];
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions });
  expect(await subscribers()).toEqual({ read: true, value: 'none' });
});

test('filter policies on all of the first ten subscriptions may drop them', async () => {
  subscribed(...Array.from({ length: 11 }, () => '{"a":["b"]}'));
  expect(await subscribers()).toEqual({ read: true, value: 'filtered' });
  expect(sns.commandCalls(GetSubscriptionAttributesCommand)).toHaveLength(10);
});

test('a deleted topic is said', async () => {
  sns.on(ListSubscriptionsByTopicCommand).rejects(refused('NotFoundException'));
  expect(await subscribers()).toEqual({ read: true, value: 'no-topic' });
});

test('is unread when AWS does not say, unless a subscriber receives them', async () => {
  sns.on(ListSubscriptionsByTopicCommand).rejects(refused('AuthorizationErrorException'));
  expect(await subscribers()).toMatchObject({ read: false });
  sns.on(ListSubscriptionsByTopicCommand).resolves({});
  expect(await subscribers()).toMatchObject({ read: false });
  subscribed('{"a":["b"]}', undefined);
  sns
    .on(GetSubscriptionAttributesCommand, { SubscriptionArn: `${TOPIC}:0` })
    .rejects(refused('InternalErrorException'));
  expect(await subscribers()).toEqual({ read: true, value: 'some' });
  sns.on(GetSubscriptionAttributesCommand, { SubscriptionArn: `${TOPIC}:1` }).resolves({});
  expect(await subscribers()).toMatchObject({ read: false });
});

describe('with a topic for chat', () => {
  const CHAT = 'arn:aws:sns:eu-west-1:111122223333:chat';
  const either = (topics: { readonly chatTopicArn?: string } = { chatTopicArn: CHAT }) =>
    readSubscribersOfEither(clientsFor('eu-west-1'), { topicArn: TOPIC, ...topics });
  const subscribedTo = (TopicArn: string, ...ids: readonly string[]) =>
    sns
      .on(ListSubscriptionsByTopicCommand, { TopicArn })
      .resolves({ Subscriptions: ids.map((id) => ({ SubscriptionArn: `${TopicArn}:${id}` })) });
  beforeEach(() => {
    sns.on(GetSubscriptionAttributesCommand).resolves({ Attributes: {} });
  });

  test.each([
    [['1'], [], 'some'],
    [[], ['1'], 'some'],
    [[], [], 'none'],
  ])('the subscribers %j of the topic and %j of that for chat together are: %s', async (main, chat, value) => {
    subscribedTo(TOPIC, ...main);
    subscribedTo(CHAT, ...chat);
    expect(await either()).toEqual({ read: true, value });
  });

  test('the problem is that of the topic, and an unread topic for chat leaves it open', async () => {
    sns.on(ListSubscriptionsByTopicCommand, { TopicArn: TOPIC }).rejects(refused('NotFoundException'));
    subscribedTo(CHAT);
    expect(await either()).toEqual({ read: true, value: 'no-topic' });
    sns.on(ListSubscriptionsByTopicCommand, { TopicArn: CHAT }).rejects(refused('InternalErrorException'));
    expect(await either()).toMatchObject({ read: false });
    subscribedTo(TOPIC, '1');
    expect(await either()).toEqual({ read: true, value: 'some' });
  });

  test('without one, only the topic is read', async () => {
    subscribedTo(TOPIC);
    expect(await either({})).toEqual({ read: true, value: 'none' });
    expect(sns.commandCalls(ListSubscriptionsByTopicCommand)).toHaveLength(1);
  });
});
