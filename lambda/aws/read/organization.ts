import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { type Fact, NOT_ASKED } from '../../core/model/fact.ts';
import { quoted } from '../../core/model/foreign-text.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Trail } from '../../core/model/trail.ts';
import type { Clients } from '../clients.ts';
import { readFact, unread } from './fact.ts';

/** Checked because it goes into a policy. Source: Organizations API reference, Organization. */
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

/** The id of a trail's organization, if it is an organization trail that trailmend may repair. */
export function readOrganizationIdFor(clients: Clients, trail: Fact<Trail>, settings: Settings) {
  const isOwn = settings.organizationTrails && trail.read && trail.value.isOrganizationTrail;
  return isOwn ? readOrganizationId(clients, settings.account) : NOT_ASKED;
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
  if (MasterAccountId !== account) {
    return unread(`DescribeOrganization names another management account: ${MasterAccountId}`);
  }
  if (!ORGANIZATION_ID.test(Id)) return unread(`DescribeOrganization returned the id ${quoted(Id)}`);
  return { read: true, value: Id };
}
