import {
  ANY_RESOURCE,
  forOperations,
  type Permission,
  resourceNamed,
  type ServicePermissions,
  textParameter,
} from './permission.ts';
import { removedTagKeys, requestTagKeys } from './tag-keys.ts';

/** The path of a queue's URL is `/ACCOUNT/NAME`. */
const queue: Permission['resources'] = (request) => {
  const [name = '', account = request.account] = textParameter(request, 'QueueUrl').split('/').reverse();
  return `arn:aws:sqs:${request.region}:${account}:${name}`;
};
const byName = resourceNamed('sqs', '', 'QueueName');

/**
 * Source: Service Authorization Reference, SQS; a batch requires the action of a single message.
 */
export const sqs: ServicePermissions = {
  prefix: 'sqs',
  operations: {
    ListQueues: [ANY_RESOURCE],
    GetQueueUrl: [{ resources: byName }],
    CreateQueue: [{ resources: byName, keys: requestTagKeys('tags') }],
    ...forOperations('SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes', {
      resources: queue,
    }),
    ...forOperations('SetQueueAttributes DeleteQueue PurgeQueue AddPermission RemovePermission ListQueueTags', {
      resources: queue,
    }),
    SendMessageBatch: [{ action: 'sqs:SendMessage', resources: queue }],
    DeleteMessageBatch: [{ action: 'sqs:DeleteMessage', resources: queue }],
    ChangeMessageVisibilityBatch: [{ action: 'sqs:ChangeMessageVisibility', resources: queue }],
    TagQueue: [{ resources: queue, keys: requestTagKeys('Tags') }],
    UntagQueue: [{ resources: queue, keys: removedTagKeys('TagKeys') }],
  },
};
