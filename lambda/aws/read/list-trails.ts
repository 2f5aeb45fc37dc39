import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { ListedTrail } from '../../core/model/region-scan.ts';
import { parseTrailArn } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { trailFrom } from './trail.ts';

/**
 * Every trail that a region shows, in one call: its own, the replicas of multi-region trails, and in a member account its
 * organization's (CloudTrail API reference, DescribeTrails, includeShadowTrails). An answer has no pages; one of a shape that
 * AWS does not document counts as an error.
 */
export function listTrails(clients: Clients, region: string): Promise<AwsResult<readonly ListedTrail[]>> {
  return callAws('DescribeTrails', async () => {
    const asked = new DescribeTrailsCommand({ includeShadowTrails: true });
    const { trailList } = await clients.cloudTrail(region).send(asked);
    return (trailList ?? []).flatMap((told): ListedTrail[] => {
      const id = parseTrailArn(told.TrailARN ?? '');
      return id ? [{ id, trail: trailFrom(told, id.region) }] : [];
    });
  });
}
