import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { AwsResult } from '../../core/model/aws-result.ts';
import { succeeded } from '../../core/model/result.ts';
import { roleNameOf } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** Reads the account from the ARN of the function's role, and lists the trails. Writes nothing. */
export async function checkAccess(
  clients: Clients,
  region: string,
  functionRoleArn: string,
): Promise<AwsResult<{ readonly account: string }>> {
  const [role, trails] = await Promise.all([
    callAws('GetRole', () => clients.iam().send(new GetRoleCommand({ RoleName: roleNameOf(functionRoleArn) }))),
    callAws('DescribeTrails', () => clients.cloudTrail(region).send(new DescribeTrailsCommand({}))),
  ]);
  if (!role.ok) return role;
  if (!trails.ok) return trails;
  return succeeded({ account: role.value.Role?.Arn?.split(':')[4] ?? '' });
}
