import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsSession } from './sessions.ts';

/** Sets both CloudWatch Logs values of a trail to empty strings. */
export async function blank({ cloudTrail }: AwsSession, trail: string): Promise<void> {
  const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await cloudTrail.send(new UpdateTrailCommand({ Name: trail, ...blanks }));
}
