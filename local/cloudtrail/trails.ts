import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import { homeOf } from './trail-name.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const TRAIL = z.object({
  Name: z.string(),
  TrailARN: z.string(),
  HomeRegion: z.string(),
  S3BucketName: z.optional(z.string()),
  S3KeyPrefix: z.optional(z.string()),
  SnsTopicName: z.optional(z.string()),
  KmsKeyId: z.optional(z.string()),
  IsMultiRegionTrail: z.optional(z.boolean()),
  IncludeGlobalServiceEvents: z.optional(z.boolean()),
  IsOrganizationTrail: z.optional(z.boolean()),
  CloudWatchLogsLogGroupArn: z.optional(z.string()),
  CloudWatchLogsRoleArn: z.optional(z.string()),
});
const FOUND = z.object({ Trail: TRAIL });
const LISTED = z.object({ trailList: z.array(z.looseObject(TRAIL.shape)) });

/** A trail as the emulator stores it; fields that are not set are absent. */
export type Trail = z.infer<typeof TRAIL>;

/**
 * Reads the trail with this ARN in its own account and home Region; undefined when it does not
 * exist.
 */
export async function findTrail(api: EmulatorApi, trailArn: string): Promise<Trail | undefined> {
  try {
    const { Trail } = await api.json('cloudtrail', `${TARGET}.GetTrail`, { Name: trailArn }, homeOf(trailArn), FOUND);
    return Trail;
  } catch (error) {
    if (error instanceof EmulatorError && /TrailNotFound|InvalidTrailName/.test(error.code)) return undefined;
    throw error;
  }
}

/**
 * Lists the trails of an account that log in a Region: those with this home Region, and replicas of
 * multi-Region trails.
 */
export async function listTrails(api: EmulatorApi, where: Where): Promise<readonly Trail[]> {
  return (await api.json('cloudtrail', `${TARGET}.DescribeTrails`, {}, where, LISTED)).trailList;
}
