import { ListSubscriptionsByTopicCommand, PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../lambda/aws/clients.ts';
import { compose } from '../../lambda/compose.ts';
import type { Config } from '../../lambda/config.ts';
import { virtualClock } from '../support/aws/virtual-clock.ts';
import { recordWith } from '../support/perfect-trail.ts';
import { CONFIG } from './app/dispatched.ts';
import { mocked } from './aws/mocked.ts';

const CHAT_TOPIC = 'arn:aws:sns:eu-west-1:111122223333:Trailmend-ChatTopic';
const RECORD = recordWith({ outcome: 'BLOCKED', reason: 'scp' });
const sns = mocked(SNSClient);

function portsOf(config: Config) {
  return compose({
    config,
    clients: clientsFor('eu-west-1'),
    clock: virtualClock(0),
    newId: () => 'run-1',
    log: { info: () => {}, error: () => {} },
  })({
    remainingMs: () => 900_000,
    functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:f',
    logGroupName: 'log',
  });
}

beforeEach(() => {
  sns.reset();
  sns.on(PublishCommand).resolves({});
  sns.on(ListSubscriptionsByTopicCommand).resolves({ Subscriptions: [] });
});

test('cards go to the topic for chat, and messages to the other one', async () => {
  const { publisher, subscribers } = portsOf({ ...CONFIG, chatTopicArn: CHAT_TOPIC });
  await publisher.publishCard?.(RECORD);
  await publisher.notify(RECORD, 'the reason');
  const [card, message] = sns.commandCalls(PublishCommand).map(({ args }) => args[0].input);
  expect([card?.TopicArn, message?.TopicArn]).toEqual([CHAT_TOPIC, CONFIG.topicArn]);
  expect(JSON.parse(card?.Message ?? '')).toMatchObject({ source: 'custom', id: RECORD.id });
  expect(JSON.parse(message?.Message ?? '').email).toContain('the reason');
  await subscribers();
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand)).toHaveLength(2);
});

test('without a topic for chat there are no cards', async () => {
  const { publisher, subscribers } = portsOf(CONFIG);
  expect(publisher.publishCard).toBeUndefined();
  await subscribers();
  expect(sns.commandCalls(ListSubscriptionsByTopicCommand)).toHaveLength(1);
});
