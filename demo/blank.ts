import { UpdateTrailCommand } from '@aws-sdk/client-cloudtrail';
import type { Caller } from './callers.ts';

/** Takes CloudWatch Logs from a trail. */
export async function blank({ cloudTrail }: Caller, trail: string): Promise<void> {
  const blanks = { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' };
  await cloudTrail.send(new UpdateTrailCommand({ Name: trail, ...blanks }));
}
