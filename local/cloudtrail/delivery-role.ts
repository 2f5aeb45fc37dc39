import * as z from 'zod/mini';
import type { EmulatorApi } from '../emulator/api.ts';
import type { Evaluator } from '../iam/evaluator.ts';
import { doesRoleTrust } from '../iam/role-trust.ts';
import { invalidGroup, type Wording } from './integration.ts';
import type { Refusal } from './refusal.ts';

/**
 * Source: cloudposse/terraform-aws-cloudtrail-cloudwatch-alarms issue 2,
 * awslabs/dynamodb-continuous-backup issue 2 (earlier); go-to-k/cdkd issue 1160 (current).
 */
export const NOT_TRUSTED: Readonly<Record<Wording, string>> = {
  earlier: 'Access denied. Check the trust relationships for your role.',
  current: 'Access denied. Verify in IAM that the role has adequate trust relationships.',
};
export const NOT_PERMITTED: Readonly<Record<Wording, string>> = {
  earlier: 'Access denied. Check the permissions for your role.',
  current: 'Access denied. Verify in IAM that the role has adequate permissions.',
};
const GROUPS = z.object({ logGroups: z.optional(z.array(z.object({ logGroupName: z.string() }))) });

/** The log group that a trail is to deliver to, and the role that it is to use. */
export interface DeliverySettings {
  readonly trailArn: string;
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  readonly roleArn: string;
  /** Of an organization trail. */
  readonly organizationId?: string;
}

/**
 * Checks the role as CloudTrail does before it accepts it: CloudTrail assumes the role and tries it
 * on the trail's own streams.
 * Source: the reports above; for the permissions hashicorp/terraform-provider-aws pull request 1820
 * (earlier message) and cloudposse/terraform-aws-cloudwatch-logs pull request 38 (the current one);
 * CloudTrail user guide, "Role policy document for CloudTrail to use CloudWatch Logs for
 * monitoring" (the actions, the streams, `o-ORGID_` for an organization). Assumed: AssumeRole
 * carries no condition key; a missing group gives the message for an invalid ARN, and only to a
 * role that has the permissions.
 * @param api shows roles as CloudTrail sees them; the evaluator reads through the same API
 */
export async function checkDeliveryRole(
  api: EmulatorApi,
  evaluator: Evaluator,
  delivery: DeliverySettings,
  wording: Wording,
): Promise<Refusal | undefined> {
  const { trailArn, roleArn } = delivery;
  const [, , , region = '', account = ''] = trailArn.split(':');
  const group = delivery.logGroupArn.replace(/:\*$/, '');

  if (!(await doesRoleTrust(api, evaluator, roleArn, 'cloudtrail.amazonaws.com', region))) {
    return { code: 'InvalidCloudWatchLogsRoleArnException', message: NOT_TRUSTED[wording] };
  }

  const own = `${account}_CloudTrail_${region}`;
  const streams = delivery.organizationId === undefined ? [own] : [own, `${delivery.organizationId}_${own}`];
  const permissions = streams.flatMap((stream) =>
    ['logs:CreateLogStream', 'logs:PutLogEvents'].map((action) => ({ action, stream })),
  );
  const decisions = await Promise.all(
    permissions.map(({ action, stream }) =>
      evaluator.decide({
        principal: { kind: 'role', arn: roleArn, sessionName: 'CloudTrail' },
        action,
        resource: `${group}:log-stream:${stream}`,
        resourceAccount: account,
        region,
      }),
    ),
  );
  if (!decisions.every(({ allowed }) => allowed)) {
    return { code: 'InvalidCloudWatchLogsLogGroupArnException', message: NOT_PERMITTED[wording] };
  }
  return (await groupExists(api, group)) ? undefined : invalidGroup(wording);
}

/** @param groupArn without `:*` */
async function groupExists(api: EmulatorApi, groupArn: string): Promise<boolean> {
  const [, , , region = '', account = '', , name = ''] = groupArn.split(':');
  const target = 'Logs_20140328.DescribeLogGroups';
  const { logGroups = [] } = await api.json('logs', target, { logGroupNamePrefix: name }, { account, region }, GROUPS);
  return logGroups.some(({ logGroupName }) => logGroupName === name);
}
