import type { EmulatorApi } from '../emulator/api.ts';
import { element, iamReads, parseDocument, tagsIn } from './iam-reads.ts';
import { identityPolicies, managedPolicy } from './identity-policies.ts';
import type { NamedPolicy } from './simulation.ts';

/** What decides about the requests of a role's sessions or of a user. */
export interface IdentityPolicies {
  readonly arn: string;
  /** `AROA…` of a role, `AIDA…` of a user. */
  readonly id: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

/** A role without its identity policies. */
export interface Role extends Pick<IdentityPolicies, 'arn' | 'id' | 'tags'> {
  readonly trust: NamedPolicy;
  /** The permissions boundary, named by its ARN. */
  readonly boundary?: { readonly name: string };
}

/** A role with every policy that decides about its sessions. */
export interface RolePolicies extends Omit<Role, 'boundary'>, IdentityPolicies {}

/** Reads a role without its identity policies. @returns undefined for a role that does not exist */
export async function readRoleWithoutPolicies(
  api: EmulatorApi,
  account: string,
  name: string,
): Promise<Role | undefined> {
  const role = await iamReads(api, account)('GetRole', { RoleName: name });
  return role === undefined ? undefined : parseRole(role);
}

/**
 * Reads a role with its inline and attached policies, its boundary and its tags.
 * @returns undefined for a role that does not exist: the emulator runs functions with such a role
 */
export async function readRole(api: EmulatorApi, account: string, name: string): Promise<RolePolicies | undefined> {
  const iam = iamReads(api, account);
  const [role, identity] = await Promise.all([iam('GetRole', { RoleName: name }), identityPolicies(iam, 'Role', name)]);
  if (role === undefined) return undefined;
  const { boundary, ...withoutBoundary } = parseRole(role);
  return { ...withoutBoundary, identity, ...(boundary && { boundary: await managedPolicy(iam, boundary.name) }) };
}

/**
 * Reads a user with its own policies and those of its groups, its boundary and its tags.
 * Source: IAM user guide, "Policy evaluation logic" (identity-based policies of groups).
 * @returns undefined for a user that does not exist
 */
export async function readUser(api: EmulatorApi, account: string, name: string): Promise<IdentityPolicies | undefined> {
  const iam = iamReads(api, account);
  const [user, own, groups] = await Promise.all([
    iam('GetUser', { UserName: name }),
    identityPolicies(iam, 'User', name),
    iam('ListGroupsForUser', { UserName: name }),
  ]);
  if (user === undefined) return undefined;
  const names = [...(groups ?? '').matchAll(/<GroupName>([^<]*)</g)].map(([, group = '']) => group);
  const shared = await Promise.all(names.map((group) => identityPolicies(iam, 'Group', group)));
  const boundary = element(user, 'PermissionsBoundaryArn');
  return {
    arn: element(user, 'Arn'),
    id: element(user, 'UserId'),
    tags: tagsIn(user),
    identity: [...own, ...shared.flat()],
    ...(boundary !== '' && { boundary: await managedPolicy(iam, boundary) }),
  };
}

/** The role in the XML of GetRole's answer. */
function parseRole(role: string): Role {
  const boundary = element(role, 'PermissionsBoundaryArn');
  return {
    arn: element(role, 'Arn'),
    id: element(role, 'RoleId'),
    trust: { name: 'trust', document: parseDocument(element(role, 'AssumeRolePolicyDocument')) },
    ...(boundary !== '' && { boundary: { name: boundary } }),
    tags: tagsIn(role),
  };
}
