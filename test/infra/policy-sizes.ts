import { withLongestNames } from './longest-names.ts';
import type { Resource } from './synthesis.ts';

/** The IAM quota on the characters of all inline policies of a role together. */
export const ROLE_POLICY_QUOTA = 10_240;

/**
 * The characters of each inline policy of a role, as IAM counts them: complete documents without
 * white space. Names are as long as they can be.
 * Source: IAM user guide, "IAM and AWS STS quotas".
 * @param role the logical ID
 */
export function policySizes(
  role: string,
  resources: Readonly<Record<string, Resource>>,
): readonly (readonly [name: string, size: number])[] {
  const own = resources[role]?.Properties['Policies'] ?? [];
  const attached = Object.values(resources)
    .filter(({ Type, Properties }) => Type === 'AWS::IAM::Policy' && Properties['Roles'].includes(`ref:${role}`))
    .map(({ Properties }) => Properties);
  return [...own, ...attached].map(({ PolicyName, PolicyDocument }) => [
    PolicyName,
    withLongestNames(PolicyDocument).replace(/\s/g, '').length,
  ]);
}

export function totalOf(sizes: Iterable<readonly [name: string, size: number]>): number {
  return [...sizes].reduce((sum, [, size]) => sum + size, 0);
}

/** Values of the parameters with which the role of the function has every policy. */
export function longestValues(
  parameters: Readonly<Record<string, { readonly MaxLength?: number }>>,
): Readonly<Record<string, string>> {
  const longest = (name: string) => 'x'.repeat(parameters[name]?.MaxLength ?? Number.NaN);
  const key = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab';
  return {
    LogGroupPrefix: longest('LogGroupPrefix'),
    PermissionsBoundaryArn: longest('PermissionsBoundaryArn'),
    TopicKmsKeyArn: key,
    DataKmsKeyArn: key,
    MetricFilters: 'cis',
    OrganizationTrails: 'true',
    ChatTopic: 'create',
    ForwarderRegions: 'us-gov-east-1',
  };
}
