import { ANYTHING, each, type Line, named, removedTags, requestTags, type ServiceCalls, text } from './permission.ts';

/** The path of a queue's URL is `/ACCOUNT/NAME`. */
const queue: Line['on'] = (asked) => {
  const [name = '', account = asked.account] = text(asked, 'QueueUrl').split('/').reverse();
  return `arn:aws:sqs:${asked.region}:${account}:${name}`;
};
const byName = named('sqs', '', 'QueueName');

/** Source: Service Authorization Reference, SQS; a batch needs the action of its single messages. */
export const sqs: ServiceCalls = {
  prefix: 'sqs',
  calls: {
    ListQueues: [ANYTHING],
    GetQueueUrl: [{ on: byName }],
    CreateQueue: [{ on: byName, keys: requestTags('tags') }],
    ...each('SendMessage ReceiveMessage DeleteMessage ChangeMessageVisibility GetQueueAttributes', { on: queue }),
    ...each('SetQueueAttributes DeleteQueue PurgeQueue AddPermission RemovePermission ListQueueTags', { on: queue }),
    SendMessageBatch: [{ action: 'sqs:SendMessage', on: queue }],
    DeleteMessageBatch: [{ action: 'sqs:DeleteMessage', on: queue }],
    ChangeMessageVisibilityBatch: [{ action: 'sqs:ChangeMessageVisibility', on: queue }],
    TagQueue: [{ on: queue, keys: requestTags('Tags') }],
    UntagQueue: [{ on: queue, keys: removedTags('TagKeys') }],
  },
};
