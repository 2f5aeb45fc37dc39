import * as z from 'zod/mini';
import { trailOf } from '../cloudtrail/trails.ts';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';

const KEY = z.object({ KeyMetadata: z.object({ Arn: z.string() }) });
const KEY_POLICY = z.object({ Policy: z.nullish(z.string()) });
const FUNCTION_POLICY = z.object({ Policy: z.string() });
const QUEUE_URL = z.object({ QueueUrl: z.string() });
const QUEUE_ATTRIBUTES = z.object({ Attributes: z.optional(z.object({ Policy: z.optional(z.string()) })) });
const TRAIL_TAGS = z.object({
  ResourceTagList: z.array(
    z.object({ TagsList: z.array(z.object({ Key: z.string(), Value: z.optional(z.string()) })) }),
  ),
});
const GROUP_TAGS = z.object({ tags: z.optional(z.record(z.string(), z.string())) });
const TAGGED = z.object({
  ResourceTagMappingList: z.array(
    z.object({ ResourceARN: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
  ),
});

/** What a decision needs to know of resources, read from the emulator when it is needed. */
export interface Look {
  /** The ARN of the customer managed key of a topic, if it has one. */
  keyOfTopic(topicArn: string): Promise<string | undefined>;
  key(id: string): Promise<string>;
  /** Whether a trail is an organization's. */
  isOrganizationTrail(arn: string): Promise<boolean>;
  /** The policy of a queue, topic, bucket, function or key, as JSON. */
  policyOf(arn: string): Promise<string | undefined>;
  tagsOf(arn: string): Promise<Readonly<Record<string, string>>>;
}

/** @param where the account and region of the call; a resource of another account is looked for there */
export function look(api: EmulatorApi, where: Where): Look {
  const topicAttributes = async (topicArn: string) => {
    const form = { Action: 'GetTopicAttributes', TopicArn: topicArn, Version: '2010-03-31' };
    const xml = await orNothing(() => api.query('sns', form, at(topicArn, where)));
    return (name: string) =>
      new RegExp(`<key>${name}</key>\\s*<value>([^<]*)</value>`).exec(xml ?? '')?.[1]?.replaceAll('&quot;', '"');
  };
  const key = async (id: string): Promise<string> => {
    const found = await orNothing(() => api.json('kms', 'TrentService.DescribeKey', { KeyId: id }, at(id, where), KEY));
    return (
      found?.KeyMetadata.Arn ?? (id.startsWith('arn:') ? id : `arn:aws:kms:${where.region}:${where.account}:key/${id}`)
    );
  };
  return {
    key,
    async keyOfTopic(topicArn) {
      const id = (await topicAttributes(topicArn))('KmsMasterKeyId');
      // The policy of SNS's own key admits everybody of the account who publishes (SNS developer guide).
      return id === undefined || id === '' || id === 'alias/aws/sns' ? undefined : key(id);
    },
    async isOrganizationTrail(arn) {
      return (await trailOf(api, arn))?.IsOrganizationTrail === true;
    },
    async policyOf(arn) {
      const [, , service = '', , , ...rest] = arn.split(':');
      const name = rest.join(':');
      const there = at(arn, where);
      switch (service) {
        case 'sns':
          return (await topicAttributes(arn))('Policy');
        case 'sqs':
          return queuePolicy(api, name, there);
        case 's3': {
          const policy = await orNothing(() => api.rest('s3', 'GET', `/${name.split('/')[0]}?policy`, there));
          return policy === undefined ? undefined : JSON.stringify(policy);
        }
        case 'lambda': {
          const path = `/2015-03-31/functions/${encodeURIComponent(name.replace(/^function:/, ''))}/policy`;
          const policy = await orNothing(() => api.rest('lambda', 'GET', path, there));
          return policy === undefined ? undefined : FUNCTION_POLICY.parse(policy).Policy;
        }
        case 'kms': {
          const input = { KeyId: arn, PolicyName: 'default' };
          const answer = await orNothing(() => api.json('kms', 'TrentService.GetKeyPolicy', input, there, KEY_POLICY));
          return answer?.Policy ?? undefined;
        }
        default:
          return undefined;
      }
    },
    async tagsOf(arn) {
      const there = at(arn, where);
      const service = arn.split(':')[2];
      if (service === 'cloudtrail') {
        const target = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListTags';
        const input = { ResourceIdList: [arn] };
        const answer = await orNothing(() => api.json('cloudtrail', target, input, there, TRAIL_TAGS));
        return fromPairs(answer?.ResourceTagList.flatMap(({ TagsList }) => TagsList) ?? []);
      }
      if (service === 'logs') {
        const input = { resourceArn: arn.split(':').slice(0, 7).join(':') };
        const target = 'Logs_20140328.ListTagsForResource';
        const answer = await orNothing(() => api.json('logs', target, input, there, GROUP_TAGS));
        return answer?.tags ?? {};
      }
      const target = 'ResourceGroupsTaggingAPI_20170126.GetResources';
      const answer = await orNothing(() => api.json('tagging', target, { ResourceARNList: [arn] }, there, TAGGED));
      return fromPairs(answer?.ResourceTagMappingList.find(({ ResourceARN }) => ResourceARN === arn)?.Tags ?? []);
    },
  };
}

async function queuePolicy(api: EmulatorApi, QueueName: string, where: Where): Promise<string | undefined> {
  return orNothing(async () => {
    const { QueueUrl } = await api.json('sqs', 'AmazonSQS.GetQueueUrl', { QueueName }, where, QUEUE_URL);
    const input = { QueueUrl, AttributeNames: ['Policy'] };
    return (await api.json('sqs', 'AmazonSQS.GetQueueAttributes', input, where, QUEUE_ATTRIBUTES)).Attributes?.Policy;
  });
}

/** Where a resource is; ARNs of buckets name neither account nor region. */
function at(arn: string, { account, region }: Where): Where {
  const [prefix, , , ofArn = '', owner = ''] = arn.split(':');
  return prefix === 'arn' ? { account: owner || account, region: ofArn || region } : { account, region };
}

function fromPairs(tags: readonly { Key: string; Value?: string | undefined }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']));
}

/** Undefined for what does not exist: then the service itself says so, or it is about to be made. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof EmulatorError && error.status < 500) return undefined;
    throw error;
  }
}
