import { GetAccountSummaryCommand } from '@aws-sdk/client-iam';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** How many IAM roles the account has, and may have. */
export interface RoleQuota {
  readonly used: number;
  readonly quota: number;
}

export function readRoleQuota(clients: Pick<Clients, 'iam'>): Promise<Fact<RoleQuota>> {
  return readFact(
    'GetAccountSummary',
    () => clients.iam().send(new GetAccountSummaryCommand({})),
    ({ SummaryMap: { Roles: used, RolesQuota: quota } = {} }) =>
      used === undefined || quota === undefined ? undefined : { used, quota },
  );
}
