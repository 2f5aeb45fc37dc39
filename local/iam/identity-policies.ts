import { element, elements, type IamReads, parseDocument } from './iam-reads.ts';
import type { NamedPolicy } from './simulation.ts';

/** Stands for a managed policy that the emulator does not have, such as most of AWS's own. */
const ALLOWS_NOTHING = { Version: '2012-10-17', Statement: [] };

/** The inline and attached policies of a role, a user or a group. */
export async function identityPolicies(
  iam: IamReads,
  kind: 'Role' | 'User' | 'Group',
  name: string,
): Promise<readonly NamedPolicy[]> {
  const owner = { [`${kind}Name`]: name };
  const [inline, attached] = await Promise.all([
    iam(`List${kind}Policies`, owner),
    iam(`ListAttached${kind}Policies`, owner),
  ]);
  const inlined = async (PolicyName: string): Promise<NamedPolicy> => ({
    name: PolicyName,
    document: parseDocument(element(await iam(`Get${kind}Policy`, { ...owner, PolicyName }), 'PolicyDocument')),
  });
  const [own, shared] = await Promise.all([
    Promise.all(elements(inline, 'member').map(inlined)),
    Promise.all(elements(attached, 'PolicyArn').map((arn) => managedPolicy(iam, arn))),
  ]);
  return [...own, ...shared];
}

/** The default version of a managed policy. */
export async function managedPolicy(iam: IamReads, arn: string): Promise<NamedPolicy> {
  const VersionId = element(await iam('GetPolicy', { PolicyArn: arn }), 'DefaultVersionId');
  const version = VersionId === '' ? '' : await iam('GetPolicyVersion', { PolicyArn: arn, VersionId });
  const text = element(version, 'Document');
  return { name: arn, document: text === '' ? ALLOWS_NOTHING : parseDocument(text) };
}
