import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { mockClient } from 'aws-sdk-client-mock';
import { readQueueDepth } from '../../../cli/reads/queue-depth.ts';
import { clientsFor } from '../../../lambda/aws/clients.ts';

const CLIENTS = clientsFor('us-east-1');
const sqs = mockClient(SQSClient);
beforeEach(() => void sqs.reset());

const depth = () => readQueueDepth(CLIENTS, 'https://q', 'us-east-1');

test('received messages count, too', async () => {
  const Attributes = { ApproximateNumberOfMessages: '2', ApproximateNumberOfMessagesNotVisible: '3' };
  sqs.on(GetQueueAttributesCommand, { QueueUrl: 'https://q' }).resolves({ Attributes });
  expect(await depth()).toEqual({ url: 'https://q', messages: { read: true, value: 5 } });
});

test('a queue can be missing, and its counts unread', async () => {
  sqs.on(GetQueueAttributesCommand).rejects(Object.assign(new Error('no'), { name: 'QueueDoesNotExist' }));
  expect(await depth()).toMatchObject({ messages: { read: true, value: 'missing' } });
  sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { ApproximateNumberOfMessages: '2' } });
  expect(await depth()).toMatchObject({ messages: { read: false } });
});
