import * as z from 'zod/mini';
import { type EmulatorApi, EmulatorError } from '../emulator/api.ts';
import type { ControlLevel, NamedPolicy } from './simulation.ts';

const TARGET = 'AWSOrganizationsV20161128';
const REGION = 'us-east-1';
const POLICY_TYPE = 'SERVICE_CONTROL_POLICY';
const ROOTS = z.object({
  Roots: z.array(z.object({ PolicyTypes: z.array(z.object({ Type: z.string(), Status: z.string() })) })),
});
const PARENTS = z.object({ Parents: z.array(z.object({ Id: z.string(), Type: z.string() })) });
const POLICIES = z.object({ Policies: z.array(z.object({ Id: z.string(), Name: z.string() })) });
const POLICY = z.object({ Policy: z.object({ Content: z.string() }) });

/**
 * The service control policies that apply to an account, from the root down: those attached to the
 * root, to the organizational units above the account and to the account. In the emulator every
 * account manages an organization of its own. In AWS, service control policies do not affect a
 * management account. Here they do, because a local account seldom stands for a management account.
 * @param managementAccount the account that manages the organization
 * @returns empty when the account is not in that organization, or the organization has not enabled
 * such policies
 */
export async function readControls(
  api: EmulatorApi,
  managementAccount: string,
  account: string,
): Promise<readonly ControlLevel[]> {
  const ask = <T>(operation: string, input: object, schema: z.ZodMiniType<T>) =>
    api.json(
      'organizations',
      `${TARGET}.${operation}`,
      { ...input },
      { account: managementAccount, region: REGION },
      schema,
    );

  const ancestors = async (id: string): Promise<readonly string[]> => {
    const { Parents } = await ask('ListParents', { ChildId: id }, PARENTS);
    const [parent] = Parents;
    if (parent === undefined || parent.Type === 'ROOT') return parent === undefined ? [id] : [parent.Id, id];
    return [...(await ancestors(parent.Id)), id];
  };
  const level = async (target: string): Promise<ControlLevel> => {
    const { Policies } = await ask('ListPoliciesForTarget', { TargetId: target, Filter: POLICY_TYPE }, POLICIES);
    const policies = await Promise.all(
      Policies.map(async ({ Id, Name }): Promise<NamedPolicy> => {
        const { Policy } = await ask('DescribePolicy', { PolicyId: Id }, POLICY);
        return { name: Name, document: JSON.parse(Policy.Content) };
      }),
    );
    return { target, policies };
  };
  const { Roots } = await ask('ListRoots', {}, ROOTS);
  const types = Roots.flatMap(({ PolicyTypes }) => PolicyTypes);
  if (!types.some(({ Type, Status }) => Type === POLICY_TYPE && Status === 'ENABLED')) return [];
  try {
    return await Promise.all((await ancestors(account)).map(level));
  } catch (error) {
    if (error instanceof EmulatorError && /ChildNotFound|TargetNotFound/.test(error.code)) return [];
    throw error;
  }
}
