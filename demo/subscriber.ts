import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { SubscribeCommand } from '@aws-sdk/client-sns';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from '@aws-sdk/client-sqs';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import type { AwsSession } from './sessions.ts';
import { until, WAIT_LIMIT_MS, type WaitOptions } from './until.ts';

/** A message of the topic, as each subscriber received it. */
export interface ReceivedMessage {
  readonly subject: string;
  /**
   * The text for people. SNS sends the text of `default` to an `http` endpoint; that of `email` is
   * the same.
   */
  readonly text: string;
  /** The record for machines, which SNS sends to an `sqs` endpoint. */
  readonly record: OutcomeRecord;
}

/** Two endpoints of a topic: an HTTP endpoint for the text, a queue for the record. */
export interface Subscriber {
  /** The messages so far, in the order in which their records arrived. */
  readonly received: () => Promise<readonly ReceivedMessage[]>;
  /** Everything that the HTTP endpoint received, such as alarms: messages without a record too. */
  readonly notifications: () => readonly Notification[];
  readonly close: () => void;
}

/**
 * The JSON that SNS sends to HTTP endpoints and queues. Source: SNS developer guide, "Parsing
 * message formats".
 */
export interface Notification {
  readonly MessageId: string;
  /** Absent for messages that EventBridge publishes. */
  readonly Subject?: string;
  readonly Message: string;
}

/** Subscribes both endpoints to a topic, and waits until the HTTP endpoint is confirmed. */
export async function subscribe(aws: AwsSession, topicArn: string, signal?: AbortSignal): Promise<Subscriber> {
  const queueUrl = await subscribedQueue(aws, topicArn, 'outcomes');
  const texts = new Map<string, Notification>();
  const mailbox = await subscribedMailbox(aws, topicArn, texts, {
    withinMs: WAIT_LIMIT_MS,
    ...(signal && { signal }),
  });
  const records = new Map<string, OutcomeRecord>();
  return {
    async received() {
      for (const { MessageId, Message } of await receiveAndDelete<Notification>(aws, queueUrl)) {
        const message = JSON.parse(Message);
        if ('outcome' in message) records.set(MessageId, message);
      }
      return [...records].flatMap(([id, record]) => {
        const text = texts.get(id);
        return text ? [{ subject: text.Subject ?? '', text: text.Message, record }] : [];
      });
    },
    notifications: () => [...texts.values()],
    close: mailbox.close,
  };
}

/** Creates a queue and subscribes it to a topic. @returns its URL */
export async function subscribedQueue({ sqs, sns }: AwsSession, topicArn: string, name: string): Promise<string> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: name }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['QueueArn'] }));
  const arn = Attributes?.['QueueArn'] ?? '';
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl: url, Attributes: { Policy: queuePolicy(arn, topicArn) } }));
  await sns.send(new SubscribeCommand({ TopicArn: topicArn, Protocol: 'sqs', Endpoint: arn }));
  return url;
}

function queuePolicy(queueArn: string, topicArn: string): string {
  return JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: queueArn,
        Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
      },
    ],
  });
}

/** Receives every message of a queue, as JSON. */
export async function receiveAndDelete<T>({ sqs }: AwsSession, queueUrl: string): Promise<readonly T[]> {
  const received: T[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }),
    );
    if (Messages.length === 0) return received;
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
    received.push(...Messages.map(({ Body = '' }) => JSON.parse(Body)));
  }
}

/**
 * An HTTP endpoint on 127.0.0.1 that confirms its subscription and stores the notifications that it
 * receives.
 */
async function subscribedMailbox(
  { sns }: AwsSession,
  topicArn: string,
  texts: Map<string, Notification>,
  options: WaitOptions,
): Promise<{ readonly close: () => void }> {
  let confirmed: true | undefined;
  const server = createServer(async (request, response) => {
    const notification = await parseNotification(request);
    if (notification.SubscribeURL !== undefined) {
      await fetch(notification.SubscribeURL);
      confirmed = true;
    } else {
      texts.set(notification.MessageId, notification);
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  try {
    await sns.send(
      new SubscribeCommand({ TopicArn: topicArn, Protocol: 'http', Endpoint: `http://127.0.0.1:${port}/` }),
    );
    await until('The confirmation of the subscription', async () => confirmed, options);
    return { close };
  } catch (error) {
    close();
    throw error;
  }
}

async function parseNotification(request: IncomingMessage): Promise<Notification & { readonly SubscribeURL?: string }> {
  return (await json(request)) as Notification & { readonly SubscribeURL?: string };
}
