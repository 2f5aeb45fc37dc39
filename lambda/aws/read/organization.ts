import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import type { Fact, Trail } from '../../core/model/facts.ts';
import type { Settings } from '../../core/model/settings.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { factFrom } from './fact.ts';

/** Source: Organizations API reference, Organization: `Id`. It goes into a policy, so nothing else may stand there. */
const ORGANIZATION_ID = /^o-[a-z0-9]{10,32}$/;

/**
 * How to ask, once however often it is wanted, for the organization of a trail that is the organization's and trailmend's to repair;
 * undefined for any other trail.
 */
export function askerFor(
  clients: Clients,
  trail: Fact<Trail>,
  { account, organizationTrails }: Settings,
): (() => Promise<Fact<string>>) | undefined {
  if (!organizationTrails || !trail.read || !trail.value.isOrganizationTrail) return undefined;
  let asked: Promise<Fact<string>> | undefined;
  return () => {
    asked ??= readOrganizationId(clients, account);
    return asked;
  };
}

/**
 * The id of the organization that this account manages, `o-…`; unread as well where another account manages it.
 * @param account the account of the function
 */
export async function readOrganizationId(clients: Clients, account: string): Promise<Fact<string>> {
  const answer = await callAws('DescribeOrganization', () =>
    clients.organizations().send(new DescribeOrganizationCommand({})),
  );
  const organization = factFrom(answer, ({ Organization }) => Organization);
  if (!organization.read) return organization;
  const { Id = '', MasterAccountId } = organization.value;
  if (MasterAccountId !== account)
    return { read: false, why: `DescribeOrganization names another management account: ${MasterAccountId}` };
  return ORGANIZATION_ID.test(Id)
    ? { read: true, value: Id }
    : { read: false, why: `DescribeOrganization answered the id "${Id}"` };
}
