import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Answer, Behaviour } from '../gate/call.ts';
import { jsonObject } from '../wire/json-object.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const NOTHING = z.unknown();
const MADE = z.object({ TrailARN: z.string() });
const TAGS = z.array(z.object({ Key: z.string(), Value: z.optional(z.string()) }));
const TAGS_OF_TRAIL = z.object({ ResourceTagList: z.array(z.object({ TagsList: TAGS })) });
const ASKED = z.object({
  CloudWatchLogsLogGroupArn: z.optional(z.string()),
  CloudWatchLogsRoleArn: z.optional(z.string()),
  TagsList: z.optional(TAGS),
});

/**
 * CreateTrail keeps its CloudWatch Logs parameters and its tags, which the emulator drops, and answers with the former.
 * A trail of a name that was used before begins without the old one's tags, which the emulator keeps.
 * Source: CloudTrail API reference, CreateTrail (request parameters and response elements).
 */
export function createTrailParameters(api: EmulatorApi): Behaviour {
  return async (call, next) => {
    const answer = await next(call);
    if (call.service !== 'cloudtrail' || call.operation !== 'CreateTrail' || answer.status !== 200) return answer;
    const made = jsonObject(answer.body.toString('utf8'));
    const { TrailARN } = MADE.parse(made);
    const { TagsList = [], ...integration } = ASKED.parse(call.input);
    const where = { account: TrailARN.split(':')[4] ?? '', region: call.region };
    const cloudTrail = <T>(operation: string, input: object, schema: z.ZodMiniType<T>) =>
      api.json('cloudtrail', `${TARGET}.${operation}`, { ...input }, where, schema);

    const asked = Object.entries(integration).filter(([, value]) => value !== undefined && value !== '');
    const kept = Object.fromEntries(asked);
    if (asked.length > 0) await cloudTrail('UpdateTrail', { Name: TrailARN, ...kept }, NOTHING);
    const { ResourceTagList } = await cloudTrail('ListTags', { ResourceIdList: [TrailARN] }, TAGS_OF_TRAIL);
    const left = ResourceTagList.flatMap((resource) => resource.TagsList);
    if (left.length > 0) await cloudTrail('RemoveTags', { ResourceId: TrailARN, TagsList: left }, NOTHING);
    if (TagsList.length > 0) await cloudTrail('AddTags', { ResourceId: TrailARN, TagsList }, NOTHING);
    return withBody(answer, { ...made, ...kept });
  };
}

function withBody(answer: Answer, body: object): Answer {
  return { ...answer, body: Buffer.from(JSON.stringify(body)) };
}
