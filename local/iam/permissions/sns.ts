import {
  ANY_RESOURCE,
  arnParameter,
  forOperations,
  type Permission,
  type PermissionRequest,
  resourceNamed,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { removedTagKeys, requestTagKeys } from './tag-keys.ts';

const topic: Permission = { resources: arnParameter('TopicArn') };
const tagged = arnParameter('ResourceArn');
/** A subscription's ARN is its topic's ARN with an id appended; IAM evaluates the topic. */
const topicOfSubscription: Permission['resources'] = (request) =>
  textParameter(request, 'SubscriptionArn').split(':').slice(0, 6).join(':');
const keyOfTopic = async (request: PermissionRequest) => request.keyOfTopic(textParameter(request, 'TopicArn'));
const bySns = ({ region }: PermissionRequest) => ({ 'kms:ViaService': `sns.${region}.amazonaws.com` });

/**
 * Source: Service Authorization Reference, SNS. Publishing to a topic that is encrypted with a
 * customer managed key requires the publisher's own permissions on the key (SNS developer guide,
 * "Managing Amazon SNS encryption keys and costs").
 */
export const sns: ServicePermissions = {
  prefix: 'sns',
  operations: {
    ...forOperations('ListTopics ListSubscriptions', ANY_RESOURCE),
    CreateTopic: [{ resources: resourceNamed('sns', '', 'Name'), keys: requestTagKeys('Tags') }],
    ...forOperations('GetTopicAttributes SetTopicAttributes DeleteTopic ListSubscriptionsByTopic', topic),
    ...forOperations('AddPermission RemovePermission ConfirmSubscription', topic),
    Subscribe: [
      {
        ...topic,
        keys: (request) => ({
          'sns:Protocol': textParameter(request, 'Protocol'),
          'sns:Endpoint': textParameter(request, 'Endpoint'),
        }),
      },
    ],
    ...forOperations(
      'Publish',
      topic,
      { action: 'kms:Decrypt', resources: keyOfTopic, keys: bySns },
      {
        action: 'kms:GenerateDataKey',
        resources: keyOfTopic,
        keys: bySns,
      },
    ),
    PublishBatch: [{ action: 'sns:Publish', ...topic }],
    ...forOperations('Unsubscribe GetSubscriptionAttributes SetSubscriptionAttributes', {
      resources: topicOfSubscription,
    }),
    ListTagsForResource: [{ resources: tagged }],
    TagResource: [{ resources: tagged, keys: requestTagKeys('Tags') }],
    UntagResource: [{ resources: tagged, keys: removedTagKeys('TagKeys') }],
  },
};
