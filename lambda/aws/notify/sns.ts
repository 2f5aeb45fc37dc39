import { PublishCommand } from '@aws-sdk/client-sns';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { chatCard } from '../../core/notification/chat-card.ts';
import type { FunctionLog } from '../../core/notification/console-links.ts';
import { messageFor } from '../../core/notification/message-for.ts';
import { truncateToFit } from '../../core/notification/truncate.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** The limit for the texts of all protocols together (SNS API reference, Publish). */
const MOST_BYTES = 256 * 1024;

/** A topic, and the log of the function, to which messages link. */
export interface Destination {
  readonly topicArn: string;
  readonly functionLog: FunctionLog;
}

/**
 * Publishes one message: a text for people, the record for machines (`sqs`, `lambda`, `https`). If
 * it is too long, trailmend truncates the record, and the message says so.
 * @param notInChat why the chat did not get the card of the record: people read it, machines do not
 */
export function publishToTopic(
  clients: Clients,
  { topicArn, functionLog }: Destination,
  record: OutcomeRecord,
  notInChat?: string,
): Promise<AwsResult<unknown>> {
  const messageOf = (one: OutcomeRecord) => byProtocol(one, messageFor(one, functionLog, notInChat).text);
  const fits = (candidate: OutcomeRecord) => Buffer.byteLength(messageOf(candidate)) <= MOST_BYTES;
  const sent = truncateToFit(record, fits);
  return callAws('Publish', () =>
    clients.sns().send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: messageFor(sent, functionLog).subject,
        MessageStructure: 'json',
        Message: messageOf(sent),
      }),
    ),
  );
}

/**
 * Publishes the card of a record, which Amazon Q Developer in chat applications reads as it is: the
 * same text for every protocol.
 */
export function publishCardToTopic(
  clients: Clients,
  { topicArn, functionLog }: Destination,
  record: OutcomeRecord,
): Promise<AwsResult<unknown>> {
  // A card that cannot be written is an error too: it must not stop the message.
  return callAws('Publish', () => {
    const Message = JSON.stringify(chatCard(record, functionLog));
    return clients.sns().send(new PublishCommand({ TopicArn: topicArn, Message }));
  });
}

function byProtocol(record: OutcomeRecord, text: string): string {
  const machine = JSON.stringify(record);
  return JSON.stringify({ default: text, email: text, sqs: machine, lambda: machine, https: machine });
}
