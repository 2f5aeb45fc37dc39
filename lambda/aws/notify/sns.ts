import { PublishCommand } from '@aws-sdk/client-sns';
import type { Notify } from '../../app/ports.ts';
import { formatAwsError } from '../../core/model/aws-result.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import { messageFor } from '../../core/notification/trail-message.ts';
import { truncateToFit } from '../../core/notification/truncate.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** A message could not be sent, so the outcome does not count as told. */
export class NotifyError extends Error {
  override readonly name = 'NotifyError';
}

/** Bytes that a message may have, the texts for all protocols together (SNS API reference, Publish). */
const MOST_BYTES = 256 * 1024;

/**
 * One SNS message for an outcome: a text for people, the record itself for machines (`sqs`, `lambda`, `https`). What SNS would not take for
 * its length is cut, and says so.
 * @returns rejects with NotifyError when SNS did not take it
 */
export function notifier(clients: Clients, topicArn: string): Notify {
  return async (record, id) => {
    const fits = (candidate: OutcomeRecord) => Buffer.byteLength(byProtocol(candidate, id)) <= MOST_BYTES;
    const sent = truncateToFit(record, fits);
    const answer = await callAws('Publish', () =>
      clients.sns().send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: messageFor(sent, id).subject,
          MessageStructure: 'json',
          Message: byProtocol(sent, id),
        }),
      ),
    );
    if (!answer.ok) throw new NotifyError(formatAwsError(answer.error));
  };
}

function byProtocol(record: OutcomeRecord, id: TrailId): string {
  const { text } = messageFor(record, id);
  const machine = JSON.stringify(record);
  return JSON.stringify({ default: text, email: text, sqs: machine, lambda: machine, https: machine });
}
