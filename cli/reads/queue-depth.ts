import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { callAws } from '../../lambda/aws/call.ts';
import type { Clients } from '../../lambda/aws/clients.ts';
import { factFrom } from '../../lambda/aws/read/fact.ts';
import { hasCode } from '../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** A queue of the stack, and about how many messages it has. */
export interface QueueDepth {
  readonly url: string;
  readonly messages: Fact<number | 'missing'>;
}

/** Messages that were received and not deleted count, too. */
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

export async function readQueueDepth(clients: Pick<Clients, 'sqs'>, url: string, region: string): Promise<QueueDepth> {
  const command = new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: [...COUNTS] });
  const answer = await callAws('GetQueueAttributes', () => clients.sqs(region).send(command));
  if (!answer.ok && hasCode(answer.error, 'QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue')) {
    return { url, messages: { read: true, value: 'missing' } };
  }
  const messages = factFrom(answer, ({ Attributes }) => {
    const counts = COUNTS.map((name) => Number(Attributes?.[name] ?? Number.NaN));
    return counts.some(Number.isNaN) ? undefined : counts.reduce((sum, count) => sum + count, 0);
  });
  return { url, messages };
}
