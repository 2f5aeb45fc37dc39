import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { ListedTrail } from '../../core/model/region-scan.ts';
import { parseTrailArn } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { trailFrom } from './trail.ts';

/**
 * Every trail that a Region lists: its own, replicas of multi-Region trails, and organization
 * trails (CloudTrail API reference, DescribeTrails, includeShadowTrails). The response has no
 * pages. An undocumented shape is an error.
 */
export function listTrails(clients: Clients, region: string): Promise<AwsResult<readonly ListedTrail[]>> {
  return callAws('DescribeTrails', async () => {
    const command = new DescribeTrailsCommand({ includeShadowTrails: true });
    const { trailList } = await clients.cloudTrail(region).send(command);
    return (trailList ?? []).flatMap((trail): ListedTrail[] => {
      const id = parseTrailArn(trail.TrailARN ?? '');
      return id ? [{ id, trail: trailFrom(trail, id.region) }] : [];
    });
  });
}
