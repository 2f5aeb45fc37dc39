import { DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import type { AwsResult } from '../../core/model/aws-result.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/**
 * The regions that the account can use: those that need no opting in, and those that it opted in to (EC2 API reference,
 * DescribeRegions). Asked of EC2, which answers in every partition: docs/decisions tells why. Every account has regions: an
 * answer without one is not to be believed, and not to be taken for nothing to do.
 */
export function enabledRegions(clients: Clients): Promise<AwsResult<readonly string[]>> {
  return callAws('DescribeRegions', async () => {
    const { Regions } = await clients.ec2().send(new DescribeRegionsCommand({}));
    const names = (Regions ?? []).flatMap(({ RegionName }) => RegionName ?? []);
    if (names.length === 0) throw new NoRegions('AWS named no region');
    return names;
  });
}

class NoRegions extends Error {
  override readonly name = 'NoRegions';
}
