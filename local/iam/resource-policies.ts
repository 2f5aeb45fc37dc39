import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { ifFound } from './lookup.ts';

const KEY_POLICY = z.object({ Policy: z.nullish(z.string()) });
const FUNCTION_POLICY = z.object({ Policy: z.string() });
const TABLE_POLICY = z.object({ Policy: z.string() });
const QUEUE_URL = z.object({ QueueUrl: z.string() });
const QUEUE_ATTRIBUTES = z.object({ Attributes: z.optional(z.object({ Policy: z.optional(z.string()) })) });

/**
 * The policy of a queue, topic, bucket, table, function or key, as JSON.
 * @param where the resource's account and Region
 * @returns undefined for a resource without a policy, and for services whose resources have none
 * here
 */
export async function readResourcePolicy(api: EmulatorApi, arn: string, where: Where): Promise<string | undefined> {
  const [, , service = '', , , ...rest] = arn.split(':');
  const name = rest.join(':');
  switch (service) {
    case 'sns':
      return readTopicAttribute(api, arn, where, 'Policy');
    case 'sqs':
      return queuePolicy(api, name, where);
    case 's3': {
      const policy = await ifFound(() => api.rest('s3', 'GET', `/${name.split('/')[0]}?policy`, where));
      return policy === undefined ? undefined : JSON.stringify(policy);
    }
    case 'lambda': {
      const path = `/2015-03-31/functions/${encodeURIComponent(name.replace(/^function:/, ''))}/policy`;
      const policy = await ifFound(() => api.rest('lambda', 'GET', path, where));
      return policy === undefined ? undefined : FUNCTION_POLICY.parse(policy).Policy;
    }
    case 'dynamodb': {
      const input = { ResourceArn: arn.replace(/\/index\/.*$/, '') };
      const target = 'DynamoDB_20120810.GetResourcePolicy';
      return (await ifFound(() => api.json('dynamodb', target, input, where, TABLE_POLICY)))?.Policy;
    }
    case 'kms': {
      const input = { KeyId: arn, PolicyName: 'default' };
      const answer = await ifFound(() => api.json('kms', 'TrentService.GetKeyPolicy', input, where, KEY_POLICY));
      return answer?.Policy ?? undefined;
    }
    default:
      return undefined;
  }
}

/** An attribute of a topic; undefined when the topic or the attribute does not exist. */
export async function readTopicAttribute(
  api: EmulatorApi,
  topicArn: string,
  where: Where,
  attribute: string,
): Promise<string | undefined> {
  const form = { Action: 'GetTopicAttributes', TopicArn: topicArn, Version: '2010-03-31' };
  const xml = await ifFound(() => api.query('sns', form, where));
  const [, value] = new RegExp(`<key>${attribute}</key>\\s*<value>([^<]*)</value>`).exec(xml ?? '') ?? [];
  return value?.replaceAll('&quot;', '"');
}

async function queuePolicy(api: EmulatorApi, QueueName: string, where: Where): Promise<string | undefined> {
  return ifFound(async () => {
    const { QueueUrl } = await api.json('sqs', 'AmazonSQS.GetQueueUrl', { QueueName }, where, QUEUE_URL);
    const input = { QueueUrl, AttributeNames: ['Policy'] };
    return (await api.json('sqs', 'AmazonSQS.GetQueueAttributes', input, where, QUEUE_ATTRIBUTES)).Attributes?.Policy;
  });
}
