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
import type { OutcomeRecord } from '../lambda/core/outcome-record.ts';
import type { Caller } from './callers.ts';
import { PATIENCE_MS, type Patience, until } from './until.ts';

/** A message as its subscribers got it. */
export interface Told {
  readonly subject: string;
  /** What people read. SNS gives an `http` endpoint the text of `default`, which is that of `email`. */
  readonly text: string;
  /** What machines read: what SNS gives an `sqs` endpoint. */
  readonly record: OutcomeRecord;
}

/** Two endpoints of a topic: one gets the text for people, the other the record for machines. */
export interface Subscriber {
  /** The messages that have come so far, in the order in which their records came. */
  readonly told: () => Promise<readonly Told[]>;
  readonly close: () => void;
}

/** What SNS sends to an HTTP endpoint and puts into a queue. Source: SNS developer guide, "Parsing message formats". */
interface Notification {
  readonly MessageId: string;
  readonly Subject: string;
  readonly Message: string;
}

/** Subscribes both endpoints to a topic and waits until SNS has confirmed them. */
export async function subscribe(aws: Caller, topicArn: string, signal?: AbortSignal): Promise<Subscriber> {
  const queueUrl = await subscribedQueue(aws, topicArn);
  const texts = new Map<string, Notification>();
  const mailbox = await subscribedMailbox(aws, topicArn, texts, {
    withinMs: PATIENCE_MS,
    ...(signal && { signal }),
  });
  const records = new Map<string, OutcomeRecord>();
  return {
    async told() {
      for (const { MessageId, Message } of await taken(aws, queueUrl)) records.set(MessageId, JSON.parse(Message));
      return [...records].flatMap(([id, record]) => {
        const text = texts.get(id);
        return text ? [{ subject: text.Subject, text: text.Message, record }] : [];
      });
    },
    close: mailbox.close,
  };
}

async function subscribedQueue({ sqs, sns }: Caller, topicArn: string): Promise<string> {
  const { QueueUrl: url = '' } = await sqs.send(new CreateQueueCommand({ QueueName: 'outcomes' }));
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

async function taken({ sqs }: Caller, queueUrl: string): Promise<readonly Notification[]> {
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, MaxNumberOfMessages: 10 }));
  if (Messages.length > 0) {
    const Entries = Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }
  return Messages.map(({ Body = '' }) => JSON.parse(Body));
}

/** An HTTP endpoint on 127.0.0.1 that confirms its subscription and keeps what it is sent. */
async function subscribedMailbox(
  { sns }: Caller,
  topicArn: string,
  texts: Map<string, Notification>,
  patience: Patience,
): Promise<{ readonly close: () => void }> {
  let confirmed: true | undefined;
  const server = createServer(async (request, response) => {
    const sent = await sentBy(request);
    if (sent.SubscribeURL !== undefined) {
      await fetch(sent.SubscribeURL);
      confirmed = true;
    } else {
      texts.set(sent.MessageId, sent);
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
    await until('The confirmation of the subscription', async () => confirmed, patience);
    return { close };
  } catch (error) {
    close();
    throw error;
  }
}

async function sentBy(request: IncomingMessage): Promise<Notification & { readonly SubscribeURL?: string }> {
  return (await json(request)) as Notification & { readonly SubscribeURL?: string };
}
