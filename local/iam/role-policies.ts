import { type EmulatorApi, EmulatorError, type Where } from '../emulator/api.ts';
import type { NamedPolicy } from './simulation.ts';

/** A role without its identity policies. */
export interface Role {
  readonly arn: string;
  /** `AROA…` */
  readonly id: string;
  readonly trust: NamedPolicy;
  /** The permissions boundary, named by its ARN. */
  readonly boundary?: { readonly name: string };
  readonly tags: Readonly<Record<string, string>>;
}

/** A role with every policy that decides about its sessions. */
export interface RolePolicies extends Role {
  readonly identity: readonly NamedPolicy[];
  readonly boundary?: NamedPolicy;
}

const VERSION = '2010-05-08';
/** IAM is global, so any Region works. */
const REGION = 'us-east-1';
/** Stands for a managed policy that the emulator does not have, such as most of AWS's own. */
const ALLOWS_NOTHING = { Version: '2012-10-17', Statement: [] };

/** Reads a role without its identity policies. @returns undefined for a role that does not exist */
export async function readRoleWithoutPolicies(
  api: EmulatorApi,
  account: string,
  name: string,
): Promise<Role | undefined> {
  const where = { account, region: REGION };
  const role = await ifExists(api, where, { Action: 'GetRole', RoleName: name });
  return role === undefined ? undefined : parseRole(role);
}

/**
 * Reads a role with its inline and attached policies, its boundary and its tags.
 * @returns undefined for a role that does not exist: the emulator runs functions with such a role
 */
export async function readRole(api: EmulatorApi, account: string, name: string): Promise<RolePolicies | undefined> {
  const iam = (Action: string, parameters: Readonly<Record<string, string>>) =>
    ifExists(api, { account, region: REGION }, { Action, ...parameters });
  const [role, inline, attached] = await Promise.all([
    iam('GetRole', { RoleName: name }),
    iam('ListRolePolicies', { RoleName: name }),
    iam('ListAttachedRolePolicies', { RoleName: name }),
  ]);
  if (role === undefined) return undefined;

  const managed = async (arn: string): Promise<NamedPolicy> => {
    const VersionId = element(await iam('GetPolicy', { PolicyArn: arn }), 'DefaultVersionId');
    const version = VersionId === '' ? '' : await iam('GetPolicyVersion', { PolicyArn: arn, VersionId });
    const text = element(version, 'Document');
    return { name: arn, document: text === '' ? ALLOWS_NOTHING : parseDocument(text) };
  };
  const inlined = async (PolicyName: string): Promise<NamedPolicy> => ({
    name: PolicyName,
    document: parseDocument(element(await iam('GetRolePolicy', { RoleName: name, PolicyName }), 'PolicyDocument')),
  });
  const { boundary: boundaryName, ...withoutBoundary } = parseRole(role);
  const [own, shared, boundary] = await Promise.all([
    Promise.all(elements(inline, 'member').map(inlined)),
    Promise.all(elements(attached, 'PolicyArn').map(managed)),
    boundaryName && managed(boundaryName.name),
  ]);
  return { ...withoutBoundary, identity: [...own, ...shared], ...(boundary !== undefined && { boundary }) };
}

/** The role in the XML of GetRole's answer. */
function parseRole(role: string): Role {
  const boundary = element(role, 'PermissionsBoundaryArn');
  return {
    arn: element(role, 'Arn'),
    id: element(role, 'RoleId'),
    trust: { name: 'trust', document: parseDocument(element(role, 'AssumeRolePolicyDocument')) },
    ...(boundary !== '' && { boundary: { name: boundary } }),
    tags: Object.fromEntries(
      elements(role, 'member').map((tag) => [unescaped(element(tag, 'Key')), unescaped(element(tag, 'Value'))]),
    ),
  };
}

async function ifExists(api: EmulatorApi, where: Where, form: Record<string, string>): Promise<string | undefined> {
  try {
    return await api.query('iam', { ...form, Version: VERSION }, where);
  } catch (error) {
    if (error instanceof EmulatorError && error.code === 'NoSuchEntity') return undefined;
    throw error;
  }
}

/** IAM returns documents URL-encoded (IAM API reference, GetRole). */
function parseDocument(encoded: string): unknown {
  const text = decodeURIComponent(encoded);
  try {
    return JSON.parse(text);
  } catch {
    return text; // the emulator also stores documents that are not JSON
  }
}

function elements(xml: string | undefined, name: string): string[] {
  return [...(xml ?? '').matchAll(new RegExp(`<${name}>(.*?)</${name}>`, 'gs'))].map(([, content = '']) => content);
}

function element(xml: string | undefined, name: string): string {
  return elements(xml, name)[0] ?? '';
}

function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');
}
