import { Aws, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { DELIVERY_ROLE_PATH } from '../lambda/core/integration/names.ts';
import { BOUNDARY } from './acknowledgments.ts';

/**
 * Creates the permissions boundary of delivery roles. Whatever its policies say, a delivery role
 * can only write the streams that CloudTrail names `ACCOUNT_CloudTrail_REGION`, or `o-ORGID_…` for
 * an organization trail, in log groups of this account.
 *
 * The policy is retained when the stack is deleted, because delivery roles in use still have it. It
 * is deleted when the first deployment fails. CloudFormation generates its name, so that the stack
 * can be deployed again beside a retained policy.
 */
export function createDeliveryRoleBoundary(scope: Construct, id: string): ManagedPolicy {
  const groups = `arn:${Aws.PARTITION}:logs:*:${Aws.ACCOUNT_ID}:log-group:*`;
  const boundary = new ManagedPolicy(scope, id, {
    path: DELIVERY_ROLE_PATH,
    // A new description would replace the policy, which every delivery role in use has.
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
