import { CreateTrailCommand, GetTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsSession } from '../sessions.ts';
import { makeBucket, makeIntegration, makeTrail } from '../trails.ts';
import type { Notice } from './notices.ts';
import type { Scene } from './scene.ts';

/** A trail that delivers to its owner's log group. */
export async function makeKnownTrail({ administrator }: Scene, trail: string): Promise<void> {
  const integration = await makeIntegration(administrator, trail);
  await makeTrail(administrator, trail, await makeBucket(administrator, trail), integration);
}

/** A trail that gets a log group and a role from trailmend. */
export async function makeOwnTrail({ administrator }: Scene, trail: string): Promise<void> {
  await makeTrail(administrator, trail, await makeBucket(administrator, trail));
}

/** A trail that its owner never started. */
export async function makeParkedTrail({ administrator }: Scene, Name: string): Promise<void> {
  const S3BucketName = await makeBucket(administrator, Name);
  const { logGroupArn, roleArn } = await makeIntegration(administrator, Name);
  await administrator.cloudTrail.send(
    new CreateTrailCommand({
      ...{ Name, S3BucketName, IsMultiRegionTrail: true, EnableLogFileValidation: true },
      ...{ CloudWatchLogsLogGroupArn: logGroupArn, CloudWatchLogsRoleArn: roleArn },
    }),
  );
}

/** The name of the log group of a trail, and its role. */
export async function targetOf({ cloudTrail }: AwsSession, Name: string): Promise<{ group: string; role: string }> {
  const { Trail } = await cloudTrail.send(new GetTrailCommand({ Name }));
  const group = Trail?.CloudWatchLogsLogGroupArn?.split(':')[6] ?? '';
  return { group, role: Trail?.CloudWatchLogsRoleArn?.split('/').at(-1) ?? '' };
}

/** What is wrong if the repair, or its plan, does not use the log group of the owner. */
export async function groupFlaw(
  { administrator, mode }: Scene,
  trail: string,
  notices: readonly Notice[],
): Promise<string | undefined> {
  const wanted = `/aws/cloudtrail/${trail}`;
  const { group } = await targetOf(administrator, trail);
  const isPlanned = notices.some(({ text }) => text.includes(`log-group:${wanted}:`));
  if (mode === 'fix' ? group === wanted : isPlanned) return undefined;
  return mode === 'fix' ? `the repair uses ${group}` : 'the plan uses another log group';
}
