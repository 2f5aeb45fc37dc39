import { DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import type { SmokeTest } from '../../app/ports.ts';
import { roleNameOf } from '../../core/model/trail-id.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';

/** Asks AWS for the function's own role, whose ARN tells the account, and for the trails; writes nothing. */
export async function smokeTest(clients: Clients, region: string, functionRoleArn: string): Promise<SmokeTest> {
  const [role, trails] = await Promise.all([
    callAws('GetRole', () => clients.iam().send(new GetRoleCommand({ RoleName: roleNameOf(functionRoleArn) }))),
    callAws('DescribeTrails', () => clients.cloudTrail(region).send(new DescribeTrailsCommand({}))),
  ]);
  if (!role.ok) return role;
  if (!trails.ok) return trails;
  return { ok: true, account: role.value.Role?.Arn?.split(':')[4] ?? '', region };
}
