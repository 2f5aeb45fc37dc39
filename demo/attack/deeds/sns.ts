import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  ListSubscriptionsByTopicCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SubscribeCommand,
  type Subscription,
  UnsubscribeCommand,
} from '@aws-sdk/client-sns';
import { until, WAIT_LIMIT_MS } from '../../until.ts';
import type { Deeds } from '../deed.ts';
import { BY_BUS } from '../reported.ts';
import type { Scene } from '../scene.ts';

const power = 'sns';
const PENDING = 'PendingConfirmation';

async function subscriptions({ administrator: { sns }, outputs }: Scene): Promise<readonly Subscription[]> {
  const { Subscriptions = [] } = await sns.send(new ListSubscriptionsByTopicCommand({ TopicArn: outputs['TopicArn'] }));
  return Subscriptions;
}

/** Subscribes the endpoints again, and waits until the HTTP endpoint is confirmed. */
async function subscribeAgain(scene: Scene, former: readonly Subscription[]): Promise<void> {
  const { administrator, outputs, signal } = scene;
  for (const { Protocol, Endpoint } of former)
    await administrator.sns.send(new SubscribeCommand({ TopicArn: outputs['TopicArn'], Protocol, Endpoint }));
  const confirmed = async () =>
    (await subscriptions(scene)).every(({ SubscriptionArn = PENDING }) => SubscriptionArn !== PENDING) || undefined;
  await until('The confirmation of the subscriptions', confirmed, { withinMs: WAIT_LIMIT_MS, signal });
}

const setFilter = async (scene: Scene, { sns }: Scene['attacker'], AttributeValue: string) => {
  for (const { SubscriptionArn } of await subscriptions(scene))
    await sns.send(
      new SetSubscriptionAttributesCommand({ SubscriptionArn, AttributeName: 'FilterPolicy', AttributeValue }),
    );
};

export const topicDeeds: Deeds = {
  'topic-filter': {
    power,
    title: 'SetSubscriptionAttributes: a filter policy that drops messages',
    expected: /topic of trailmend|subscri/,
    reported: BY_BUS,
    trail: 'none',
    async act(scene) {
      await setFilter(scene, scene.attacker, '{"nothing":["nothing"]}');
      return () => setFilter(scene, scene.administrator, '{}');
    },
  },
  'topic-unsubscribed': {
    power,
    title: 'Unsubscribe: nobody is left',
    expected: /topic of trailmend|subscri/,
    reported: BY_BUS,
    trail: 'none',
    async act(scene) {
      const former = await subscriptions(scene);
      for (const { SubscriptionArn } of former)
        await scene.attacker.sns.send(new UnsubscribeCommand({ SubscriptionArn }));
      return () => subscribeAgain(scene, former);
    },
  },
  'topic-deleted': {
    power,
    title: 'DeleteTopic',
    expected: /topic/,
    reported: BY_BUS,
    trail: 'none',
    async act(scene) {
      const { attacker, administrator, outputs } = scene;
      const TopicArn = outputs['TopicArn'] ?? '';
      const { Attributes } = await attacker.sns.send(new GetTopicAttributesCommand({ TopicArn }));
      const policy = { AttributeName: 'Policy', AttributeValue: Attributes?.['Policy'] };
      const former = await subscriptions(scene);
      await attacker.sns.send(new DeleteTopicCommand({ TopicArn }));
      return async () => {
        await administrator.sns.send(new CreateTopicCommand({ Name: TopicArn.split(':').at(-1) }));
        await administrator.sns.send(new SetTopicAttributesCommand({ TopicArn, ...policy }));
        await subscribeAgain(scene, former);
      };
    },
  },
};
