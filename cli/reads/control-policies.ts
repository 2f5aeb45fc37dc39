import {
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListParentsCommand,
  type OrganizationsClient,
  paginateListPoliciesForTarget,
} from '@aws-sdk/client-organizations';
import { callAws } from '../../lambda/aws/call.ts';
import type { Clients } from '../../lambda/aws/clients.ts';
import { factFrom } from '../../lambda/aws/read/fact.ts';
import { hasCode } from '../../lambda/core/model/aws-result.ts';
import { type Fact, NOT_ASKED, type NotAsked } from '../../lambda/core/model/fact.ts';

/** A service control policy. */
export interface ControlPolicy {
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly document: string;
}

/** The service control policies of a root, an organizational unit or an account. */
export interface ControlLevel {
  readonly target: string;
  readonly policies: readonly ControlPolicy[];
}

/** Whether an organization has the account, and with which service control policies. */
export interface OrganizationFacts {
  readonly membership: Fact<'none' | 'management' | 'member'>;
  /** Asked for a member. From the account up to the root. */
  readonly levels: Fact<readonly ControlLevel[]> | NotAsked;
}

/**
 * Every account may ask for its organization. Only the management account and a delegated
 * administrator may read policies.
 * Source: Organizations API reference, DescribeOrganization, ListPoliciesForTarget, DescribePolicy.
 */
export async function readOrganization(
  clients: Pick<Clients, 'organizations'>,
  account: string,
): Promise<OrganizationFacts> {
  const client = clients.organizations();
  const answer = await callAws('DescribeOrganization', () => client.send(new DescribeOrganizationCommand({})));
  if (!answer.ok && hasCode(answer.error, 'AWSOrganizationsNotInUse')) {
    return { membership: { read: true, value: 'none' }, levels: NOT_ASKED };
  }
  const membership = factFrom(answer, ({ Organization }) => {
    if (!Organization) return undefined;
    return Organization.MasterAccountId === account ? 'management' : 'member';
  });
  const isMember = membership.read && membership.value === 'member';
  return { membership, levels: isMember ? await readLevels(client, account) : NOT_ASKED };
}

async function readLevels(client: OrganizationsClient, account: string): Promise<Fact<readonly ControlLevel[]>> {
  const answer = await callAws('ListPoliciesForTarget', async () => {
    const levels: ControlLevel[] = [];
    for (let target: string | undefined = account; target !== undefined; target = await parentOf(client, target)) {
      levels.push({ target, policies: await policiesOf(client, target) });
    }
    return levels;
  });
  return factFrom(answer, (levels) => levels);
}

async function policiesOf(client: OrganizationsClient, TargetId: string): Promise<readonly ControlPolicy[]> {
  const input = { TargetId, Filter: 'SERVICE_CONTROL_POLICY' } as const;
  const pages = await Array.fromAsync(paginateListPoliciesForTarget({ client }, input));
  const summaries = pages.flatMap(({ Policies = [] }) => Policies);
  return Promise.all(
    summaries.map(async ({ Id = '', Name = '' }) => {
      const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: Id }));
      return { id: Id, name: Name, document: Policy?.Content ?? '' };
    }),
  );
}

/** Undefined: the target is the root. */
async function parentOf(client: OrganizationsClient, ChildId: string): Promise<string | undefined> {
  if (ChildId.startsWith('r-')) return undefined;
  const { Parents = [] } = await client.send(new ListParentsCommand({ ChildId }));
  return Parents[0]?.Id;
}
