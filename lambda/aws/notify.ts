import { PublishCommand } from '@aws-sdk/client-sns';
import type { TrailId } from '../core/arn.ts';
import { messageFor } from '../core/messages.ts';
import type { OutcomeRecord } from '../core/outcome-record.ts';
import type { Clients } from './clients.ts';
import { answerOf, sentence } from './errors.ts';

/** Tells people and machines of an outcome. */
export type Notify = (record: OutcomeRecord, id: TrailId) => Promise<void>;

/** A message could not be sent, so the outcome does not count as told. */
export class NotifyError extends Error {
  override readonly name = 'NotifyError';
}

/**
 * One SNS message for an outcome: a text for people, the record itself for machines (`sqs`, `lambda`, `https`).
 * @returns rejects with NotifyError when SNS did not take it
 */
export function notifier(clients: Clients, topicArn: string): Notify {
  return async (record, id) => {
    const { subject, text } = messageFor(record, id);
    const machine = JSON.stringify(record);
    const byProtocol = { default: text, email: text, sqs: machine, lambda: machine, https: machine };
    const answer = await answerOf('Publish', () =>
      clients.sns().send(
        new PublishCommand({
          TopicArn: topicArn,
          Subject: subject,
          MessageStructure: 'json',
          Message: JSON.stringify(byProtocol),
        }),
      ),
    );
    if (!answer.ok) throw new NotifyError(sentence(answer.error));
  };
}
