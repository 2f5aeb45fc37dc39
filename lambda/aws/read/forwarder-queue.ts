import { GetQueueAttributesCommand, GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { NOT_FORWARDED_QUEUE } from '../../core/integration/names.ts';
import { type AwsResult, hasCode } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import type { ForwarderQueue } from '../../core/model/region-scan.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

const MISSING: Fact<ForwarderQueue> = { read: true, value: { status: 'missing' } };
/** The second counts messages that were received and not deleted. */
const COUNTS = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;

/**
 * Reads about how many events the dead-letter queue of a forwarder contains. GetQueueAttributes
 * needs the URL of the queue, which AWS advises against building.
 * Source: SQS API reference, GetQueueUrl, GetQueueAttributes; SQS developer guide, "Amazon SQS
 * queue and message identifiers".
 */
export async function readForwarderQueue(clients: Clients, region: string): Promise<Fact<ForwarderQueue>> {
  const client = clients.sqs(region);
  const found = await callAws('GetQueueUrl', () =>
    client.send(new GetQueueUrlCommand({ QueueName: NOT_FORWARDED_QUEUE })),
  );
  if (isMissing(found)) return MISSING;
  const url = factFrom(found, ({ QueueUrl }) => QueueUrl || undefined);
  if (!url.read) return url;
  const queueUrl = url.value;
  const counted = await callAws('GetQueueAttributes', () =>
    client.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...COUNTS] })),
  );
  if (isMissing(counted)) return MISSING;
  return factFrom(counted, ({ Attributes }) => {
    const counts = COUNTS.map((name) => Attributes?.[name] ?? '');
    if (!counts.every((count) => /^\d+$/.test(count))) return undefined;
    return { status: 'found', queueUrl, events: counts.reduce((sum, count) => sum + Number(count), 0) };
  });
}

function isMissing(answer: AwsResult<unknown>): boolean {
  return !answer.ok && hasCode(answer.error, 'QueueDoesNotExist');
}
