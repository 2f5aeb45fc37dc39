import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DELIVERY_ROLE_PATH } from '../lambda/core/integration/names.ts';
import { BOUNDARY } from './acknowledged.ts';

/**
 * The most that a delivery role can ever do, whatever its policies say: write the streams that CloudTrail names
 * `ACCOUNT_CloudTrail_REGION`, or `o-ORGID_…` for an organization's trail, into log groups of this account.
 *
 * The policy outlives the stack, since delivery roles in use hold it, but not a first deployment that fails. It has no name of
 * its own: CloudFormation's differs for each stack, so that the stack can be deployed again beside the policy it left.
 */
export function deliveryRoleBoundary(scope: Construct, id: string): ManagedPolicy {
  const groups = `arn:${Aws.PARTITION}:logs:*:${Aws.ACCOUNT_ID}:log-group:*`;
  const boundary = new ManagedPolicy(scope, id, {
    path: DELIVERY_ROLE_PATH,
    description: 'The most that a trailmend delivery role can do; keep it as long as a role under /trailmend/ holds it',
    statements: [
      new PolicyStatement({
        sid: 'WriteCloudTrailStreams',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [`${groups}:log-stream:${Aws.ACCOUNT_ID}_CloudTrail_*`, `${groups}:log-stream:o-*`],
      }),
    ],
  });
  boundary.applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);
  Validations.of(boundary).acknowledge(...BOUNDARY);
  return boundary;
}
