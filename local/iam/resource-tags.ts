import * as z from 'zod/mini';
import type { EmulatorApi, Where } from '../emulator/api.ts';
import { ifFound } from './lookup.ts';

const TRAIL_TAGS = z.object({
  ResourceTagList: z.array(
    z.object({ TagsList: z.array(z.object({ Key: z.string(), Value: z.optional(z.string()) })) }),
  ),
});
const LOG_GROUP_TAGS = z.object({ tags: z.optional(z.record(z.string(), z.string())) });
const TAGGED_RESOURCES = z.object({
  ResourceTagMappingList: z.array(
    z.object({ ResourceARN: z.string(), Tags: z.array(z.object({ Key: z.string(), Value: z.string() })) }),
  ),
});
const LIST_TRAIL_TAGS = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.ListTags';

/**
 * The tags of a resource; empty when it does not exist.
 * @param where the resource's account and Region
 */
export async function readResourceTags(
  api: EmulatorApi,
  arn: string,
  where: Where,
): Promise<Readonly<Record<string, string>>> {
  const service = arn.split(':')[2];
  if (service === 'cloudtrail') {
    const input = { ResourceIdList: [arn] };
    const answer = await ifFound(() => api.json('cloudtrail', LIST_TRAIL_TAGS, input, where, TRAIL_TAGS));
    return fromPairs(answer?.ResourceTagList.flatMap(({ TagsList }) => TagsList) ?? []);
  }
  if (service === 'logs') {
    const input = { resourceArn: arn.split(':').slice(0, 7).join(':') };
    const target = 'Logs_20140328.ListTagsForResource';
    const answer = await ifFound(() => api.json('logs', target, input, where, LOG_GROUP_TAGS));
    return answer?.tags ?? {};
  }
  const target = 'ResourceGroupsTaggingAPI_20170126.GetResources';
  const input = { ResourceARNList: [arn] };
  const answer = await ifFound(() => api.json('tagging', target, input, where, TAGGED_RESOURCES));
  return fromPairs(answer?.ResourceTagMappingList.find(({ ResourceARN }) => ResourceARN === arn)?.Tags ?? []);
}

function fromPairs(tags: readonly { Key: string; Value?: string | undefined }[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value ?? '']));
}
