import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { parseTrailArn, type TrailId } from '../core/arn.ts';
import type { Fact } from '../core/facts.ts';
import type { Clients } from './clients.ts';
import { answerOf } from './errors.ts';
import { factFrom } from './fact-from.ts';

/** The trails whose home is this region and that deliver to a log group. */
export async function trailsOfGroup(
  clients: Clients,
  region: string,
  logGroupArn: string,
): Promise<Fact<readonly TrailId[]>> {
  const answer = await answerOf('DescribeTrails', () =>
    clients.cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: false })),
  );
  return factFrom(answer, ({ trailList }) =>
    (trailList ?? [])
      .filter(({ CloudWatchLogsLogGroupArn }) => CloudWatchLogsLogGroupArn === logGroupArn)
      .flatMap(({ TrailARN }) => parseTrailArn(TrailARN ?? '') ?? []),
  );
}
