import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import type { Fact } from '../../core/model/fact.ts';
import type { Trail } from '../../core/model/resources.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Clients } from '../clients.ts';
import { readFact } from './fact.ts';

/** Checked because it goes into a policy. Source: Organizations API reference, Organization. */
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

/** Whether the trail is an organization trail that trailmend may repair. */
export function isOwnOrganizationTrail(trail: Fact<Trail>, { organizationTrails }: Settings): boolean {
  return organizationTrails && trail.read && trail.value.isOrganizationTrail;
}

/**
 * The id of the organization that this account manages, `o-…`. It is unread if another account
 * manages it.
 * @param account the account of the function
 */
export async function readOrganizationId(clients: Clients, account: string): Promise<Fact<string>> {
  const send = () => clients.organizations().send(new DescribeOrganizationCommand({}));
  const organization = await readFact('DescribeOrganization', send, ({ Organization }) => Organization);
  if (!organization.read) return organization;
  const { Id = '', MasterAccountId } = organization.value;
  if (MasterAccountId !== account)
    return { read: false, why: `DescribeOrganization names another management account: ${MasterAccountId}` };
  return ORGANIZATION_ID.test(Id)
    ? { read: true, value: Id }
    : { read: false, why: `DescribeOrganization returned the id "${Id}"` };
}
