import type { LogGroup } from '../../../lambda/core/model/log-group.ts';
import type { Account, AccountGroup } from './account.ts';

type Retention = Pick<LogGroup, 'retentionDays' | 'retentionPolicyName'>;

/**
 * The retention of a log group as DescribeLogGroups returns it. An account policy overrides the
 * group's own retention; of several, the longest counts.
 * Source: CloudWatch Logs API reference, PutAccountPolicy, LogGroup.
 */
export function describedRetention(
  { retentionPolicies = {} }: Account,
  name: string,
  { retentionDays: own }: AccountGroup,
): Retention {
  const lengthOf = ({ days }: { readonly days?: number | undefined }): number => days ?? Number.POSITIVE_INFINITY;
  const [longest] = Object.entries(retentionPolicies)
    .filter(([, { prefix = '' }]) => name.startsWith(prefix))
    .toSorted(([, one], [, other]) => lengthOf(other) - lengthOf(one));
  if (!longest) return own === undefined ? {} : { retentionDays: own };
  const [retentionPolicyName, { days }] = longest;
  return { retentionPolicyName, ...(days !== undefined && { retentionDays: days }) };
}
