import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';

const TARGET = 'com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101';
const FOUND = z.object({
  Trail: z.object({
    TrailARN: z.string(),
    HomeRegion: z.string(),
    S3BucketName: z.string(),
    S3KeyPrefix: z.optional(z.string()),
    CloudWatchLogsLogGroupArn: z.optional(z.string()),
    CloudWatchLogsRoleArn: z.optional(z.string()),
  }),
});

/** A trail with the destinations of its records. */
export interface TrailDestinations {
  readonly arn: string;
  readonly partition: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  /** The key prefix in the bucket, without a slash at the end; empty when the trail has none. */
  readonly prefix: string;
  /** Absent when the trail does not deliver to CloudWatch Logs. */
  readonly logs?: LogDestination;
}

/** A log group and the role that writes to it. */
export interface LogDestination {
  /** `arn:P:logs:R:A:log-group:NAME`, without the trail's `:*`. */
  readonly groupArn: string;
  readonly roleArn: string;
}

/** Reads a trail's destinations from its home Region; undefined when the trail does not exist. */
export async function readTrailDestinations(api: EmulatorApi, arn: string): Promise<TrailDestinations | undefined> {
  const [, partition = '', , region = '', account = ''] = arn.split(':');
  try {
    const { Trail } = await api.json('cloudtrail', `${TARGET}.GetTrail`, { Name: arn }, { account, region }, FOUND);
    const groupArn = (Trail.CloudWatchLogsLogGroupArn ?? '').replace(/:\*$/, '');
    const roleArn = Trail.CloudWatchLogsRoleArn ?? '';
    const { HomeRegion: homeRegion, S3BucketName: bucket, S3KeyPrefix: prefix = '' } = Trail;
    const logs = groupArn !== '' && roleArn !== '' ? { logs: { groupArn, roleArn } } : {};
    return { arn, partition, account, homeRegion, bucket, prefix: prefix.replace(/\/$/, ''), ...logs };
  } catch (error) {
    if (error instanceof EmulatorError && /TrailNotFound/.test(error.code)) return undefined;
    throw error;
  }
}
