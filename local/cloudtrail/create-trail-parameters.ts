import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Behaviour } from '../gate/call.ts';
import { withBody } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const NOTHING = z.unknown();
const CREATED = z.object({ TrailARN: z.string() });
const TAGS = z.array(z.object({ Key: z.string(), Value: z.optional(z.string()) }));
const TAGS_OF_TRAIL = z.object({ ResourceTagList: z.array(z.object({ TagsList: TAGS })) });
const PARAMETERS = z.object({
  CloudWatchLogsLogGroupArn: z.optional(z.string()),
  CloudWatchLogsRoleArn: z.optional(z.string()),
  TagsList: z.optional(TAGS),
});

/**
 * Applies CreateTrail's CloudWatch Logs parameters and tags, which the emulator drops, and adds the
 * parameters to the answer. Removes the tags of an earlier trail with the same name, which the
 * emulator keeps.
 * Source: CloudTrail API reference, CreateTrail (request parameters and response elements).
 */
export function createTrailParameters(api: EmulatorApi): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (call.service !== 'cloudtrail' || call.operation !== 'CreateTrail' || answer.status !== 200) return answer;
    const created = jsonObject(answer.body.toString('utf8'));
    const { TrailARN } = CREATED.parse(created);
    const { TagsList = [], ...integration } = PARAMETERS.parse(call.input);
    const where = { account: TrailARN.split(':')[4] ?? '', region: call.region };
    const cloudTrail = <T>(operation: string, input: object, schema: z.ZodMiniType<T>) =>
      api.json('cloudtrail', `${TARGET}.${operation}`, { ...input }, where, schema);

    const given = Object.entries(integration).filter(([, value]) => value !== undefined && value !== '');
    const applied = Object.fromEntries(given);
    if (given.length > 0) await cloudTrail('UpdateTrail', { Name: TrailARN, ...applied }, NOTHING);
    const { ResourceTagList } = await cloudTrail('ListTags', { ResourceIdList: [TrailARN] }, TAGS_OF_TRAIL);
    const stale = ResourceTagList.flatMap((resource) => resource.TagsList);
    if (stale.length > 0) await cloudTrail('RemoveTags', { ResourceId: TrailARN, TagsList: stale }, NOTHING);
    if (TagsList.length > 0) await cloudTrail('AddTags', { ResourceId: TrailARN, TagsList }, NOTHING);
    return withBody(answer, { ...created, ...applied });
  };
}
