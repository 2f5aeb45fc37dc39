import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { AwsResult } from '../../core/model/aws-result.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/**
 * The Regions that the account can use: those that need no opt-in, and those that it opted in to
 * (EC2 API reference, DescribeRegions). EC2 answers in every partition: see docs/decisions. An
 * empty response is an error, because every account has Regions.
 */
export function enabledRegions(clients: Clients): Promise<AwsResult<readonly string[]>> {
  return callAws('DescribeRegions', async () => {
    const { Regions } = await clients.ec2().send(new DescribeRegionsCommand({}));
    const names = (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
    if (names.length === 0) throw Object.assign(new Error('AWS returned no Region'), { name: 'NoRegions' });
    return names;
  });
}
