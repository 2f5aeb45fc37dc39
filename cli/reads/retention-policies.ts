import { DescribeAccountPoliciesCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Clients } from '../../lambda/aws/clients.ts';
import { readFact } from '../../lambda/aws/read/fact.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';

/** An account policy that overrides the retention of log groups. */
export interface RetentionPolicy {
  readonly name: string;
  /** JSON. */
  readonly document: string;
  /** Which log groups; empty: all. */
  readonly criteria: string;
}

/** Source: CloudWatch Logs API reference, DescribeAccountPolicies, PutAccountPolicy. */
export function readRetentionPolicies(
  clients: Pick<Clients, 'logs'>,
  region: string,
): Promise<Fact<readonly RetentionPolicy[]>> {
  return readFact(
    'DescribeAccountPolicies',
    () => clients.logs(region).send(new DescribeAccountPoliciesCommand({ policyType: 'RETENTION_POLICY' })),
    ({ accountPolicies }) =>
      (accountPolicies ?? []).map(({ policyName = '', policyDocument = '', selectionCriteria = '' }) => {
        return { name: policyName, document: policyDocument, criteria: selectionCriteria };
      }),
  );
}
