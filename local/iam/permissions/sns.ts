import {
  ANYTHING,
  type Asked,
  each,
  given,
  type Line,
  named,
  removedTags,
  requestTags,
  type ServiceCalls,
  text,
} from './permission.ts';

const topic: Line = { on: given('TopicArn') };
const tagged = given('ResourceArn');
/** A subscription's ARN is its topic's with an id behind it; permissions are asked for the topic. */
const topicOfSubscription: Line['on'] = (asked) => text(asked, 'SubscriptionArn').split(':').slice(0, 6).join(':');
const keyOfTopic = async (asked: Asked) => asked.keyOfTopic(text(asked, 'TopicArn'));
const bySns = ({ region }: Asked) => ({ 'kms:ViaService': `sns.${region}.amazonaws.com` });

/**
 * Source: Service Authorization Reference, SNS. Publishing to a topic that is encrypted under a customer managed key takes the
 * publisher's own permissions on the key (SNS developer guide, "Managing Amazon SNS encryption keys and costs").
 */
export const sns: ServiceCalls = {
  prefix: 'sns',
  calls: {
    ...each('ListTopics ListSubscriptions', ANYTHING),
    CreateTopic: [{ on: named('sns', '', 'Name'), keys: requestTags('Tags') }],
    ...each('GetTopicAttributes SetTopicAttributes DeleteTopic ListSubscriptionsByTopic', topic),
    ...each('AddPermission RemovePermission ConfirmSubscription', topic),
    Subscribe: [
      {
        ...topic,
        keys: (asked) => ({ 'sns:Protocol': text(asked, 'Protocol'), 'sns:Endpoint': text(asked, 'Endpoint') }),
      },
    ],
    ...each(
      'Publish',
      topic,
      { action: 'kms:Decrypt', on: keyOfTopic, keys: bySns },
      {
        action: 'kms:GenerateDataKey',
        on: keyOfTopic,
        keys: bySns,
      },
    ),
    PublishBatch: [{ action: 'sns:Publish', ...topic }],
    ...each('Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes', { on: topicOfSubscription }),
    ListTagsForResource: [{ on: tagged }],
    TagResource: [{ on: tagged, keys: requestTags('Tags') }],
    UntagResource: [{ on: tagged, keys: removedTags('TagKeys') }],
  },
};
