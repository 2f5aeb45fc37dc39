import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { parseTrailArn, type TrailId } from '../core/arn.ts';
import type { Clients } from './clients.ts';
import { type Answer, answerOf } from './errors.ts';

/** The trails whose home is this region and that deliver to a log group. */
export async function trailsOfGroup(
  clients: Clients,
  region: string,
  logGroupArn: string,
): Promise<Answer<readonly TrailId[]>> {
  const answer = await answerOf('DescribeTrails', () =>
    clients.cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: false })),
  );
  if (!answer.ok) return answer;
  const trails = answer.value.trailList ?? [];
  const using = trails.filter(({ CloudWatchLogsLogGroupArn }) => CloudWatchLogsLogGroupArn === logGroupArn);
  return { ok: true, value: using.flatMap(({ TrailARN = '' }) => parseTrailArn(TrailARN) ?? []) };
}
