import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import type { TrailsOfGroup } from '../../app/ports.ts';
import type { Fact } from '../../core/model/facts.ts';
import { parseTrailArn, type TrailId } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

export async function trailsOfGroup(
  clients: Clients,
  region: string,
  logGroupArn: string,
): Promise<Fact<TrailsOfGroup>> {
  const answer = await callAws('DescribeTrails', () =>
    clients.cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: false })),
  );
  return factFrom(answer, ({ trailList }) => {
    const idsWhere = (uses: boolean): readonly TrailId[] =>
      (trailList ?? [])
        .filter(({ CloudWatchLogsLogGroupArn }) => (CloudWatchLogsLogGroupArn === logGroupArn) === uses)
        .flatMap(({ TrailARN }) => parseTrailArn(TrailARN ?? '') ?? []);
    return { users: idsWhere(true), others: idsWhere(false) };
  });
}
