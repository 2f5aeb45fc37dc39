import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readForwarderQueue } from '../../../../lambda/aws/read/forwarder-queue.ts';
import { mocked } from '../mocked.ts';

const QueueUrl = 'https://sqs.eu-west-1.amazonaws.com/111122223333/trailmend-not-forwarded';
const MISSING = { read: true, value: { status: 'missing' } };
const sqs = mocked(SQSClient);
const queue = () => readForwarderQueue(clientsFor('us-east-1'), 'eu-west-1');
const refused = (name: string) => Object.assign(new Error('no'), { name });
const counting = (visible?: string, received?: string) => ({
  Attributes: {
    ...(visible !== undefined && { ApproximateNumberOfMessages: visible }),
    ...(received !== undefined && { ApproximateNumberOfMessagesNotVisible: received }),
  },
});

beforeEach(() => {
  sqs.reset();
  sqs.on(GetQueueUrlCommand).resolves({ QueueUrl });
  sqs.on(GetQueueAttributesCommand).resolves(counting('0', '0'));
});

test('is found by its name in the Region of the forwarder, and counts what was received and not deleted', async () => {
  sqs.on(GetQueueAttributesCommand).resolves(counting('3', '2'));
  expect(await queue()).toEqual({ read: true, value: { status: 'found', queueUrl: QueueUrl, events: 5 } });
  const [url, attributes] = sqs.calls();
  expect(url?.args[0].input).toEqual({ QueueName: 'trailmend-not-forwarded' });
  expect(attributes?.args[0].input).toEqual({
    QueueUrl,
    AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
  });
  expect(await url?.thisValue.config.region()).toBe('eu-west-1');
  expect(sqs.calls()).toHaveLength(2);
});

test('is empty when AWS counts nothing', async () => {
  expect(await queue()).toMatchObject({ value: { events: 0 } });
});

test('is missing when AWS says so, before or between the two calls', async () => {
  sqs.on(GetQueueAttributesCommand).rejects(refused('QueueDoesNotExist'));
  expect(await queue()).toEqual(MISSING);
  sqs.on(GetQueueUrlCommand).rejects(refused('QueueDoesNotExist'));
  expect(await queue()).toEqual(MISSING);
});

test('is unread when AWS refuses a call', async () => {
  sqs.on(GetQueueAttributesCommand).rejects(refused('RequestThrottled'));
  expect(await queue()).toEqual({ read: false, why: 'GetQueueAttributes returned RequestThrottled: no' });
  sqs.on(GetQueueUrlCommand).rejects(refused('AccessDenied'));
  expect(await queue()).toEqual({ read: false, why: 'GetQueueUrl returned AccessDenied: no' });
});

test.each([
  ['no URL', {}],
  ['an empty URL', { QueueUrl: '' }],
])('is unread when AWS returns %s', async (_, response) => {
  sqs.on(GetQueueUrlCommand).resolves(response);
  expect(await queue()).toEqual({ read: false, why: 'AWS did not return it' });
});

test.each([
  ['no attributes', {}],
  ['only one of the counts', counting('0')],
  ['an empty count', counting('', '0')],
  ['a count that is no number', counting('0', 'many')],
  ['a negative count', counting('-1', '0')],
])('is unread, and not empty, when AWS returns %s', async (_, response) => {
  sqs.on(GetQueueAttributesCommand).resolves(response);
  expect(await queue()).toEqual({ read: false, why: 'AWS did not return it' });
});
