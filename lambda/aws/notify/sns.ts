import { PublishCommand } from '@aws-sdk/client-sns';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { FunctionLog } from '../../core/notification/console-links.ts';
import { messageFor } from '../../core/notification/message-for.ts';
import { truncateToFit } from '../../core/notification/truncate.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** The limit for the texts of all protocols together (SNS API reference, Publish). */
const MOST_BYTES = 256 * 1024;

/** The topic, and the log of the function, to which messages link. */
export interface Destination {
  readonly topicArn: string;
  readonly functionLog: FunctionLog;
}

/**
 * Publishes one message: a text for people, the record for machines (`sqs`, `lambda`, `https`). If
 * it is too long, trailmend truncates the record, and the message says so.
 */
export function publishToTopic(
  clients: Clients,
  { topicArn, functionLog }: Destination,
  record: OutcomeRecord,
): Promise<AwsResult<unknown>> {
  const fits = (candidate: OutcomeRecord) => Buffer.byteLength(byProtocol(candidate, functionLog)) <= MOST_BYTES;
  const sent = truncateToFit(record, fits);
  return callAws('Publish', () =>
    clients.sns().send(
      new PublishCommand({
        TopicArn: topicArn,
        Subject: messageFor(sent, functionLog).subject,
        MessageStructure: 'json',
        Message: byProtocol(sent, functionLog),
      }),
    ),
  );
}

function byProtocol(record: OutcomeRecord, functionLog: FunctionLog): string {
  const { text } = messageFor(record, functionLog);
  const machine = JSON.stringify(record);
  return JSON.stringify({ default: text, email: text, sqs: machine, lambda: machine, https: machine });
}
