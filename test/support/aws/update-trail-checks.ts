import type { StepInput } from '../../../lambda/core/model/step.ts';
import { parseLogGroupArn, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Account, AccountRole, AwsRefusal } from './account.ts';
import { ORGANIZATION_ID, roleArnOf } from './facts-of.ts';
import { DELIVERY_ACTIONS, isAllowed, many, statements } from './role-policies.ts';

/** The part of IAM that is visible to CloudTrail. Changes become visible with a delay. */
export interface VisibleIam {
  readonly roles: Account['roles'];
  /** The only boundary that allows delivery; a role with any other boundary has no permissions. */
  readonly boundaryArn: string;
}

/**
 * The error of CloudTrail's checks at UpdateTrail, with its own messages (field reports, named in
 * docs/aws-behaviour.md).
 */
export function updateTrailError(
  { groups, trails }: Account,
  id: TrailId,
  { CloudWatchLogsLogGroupArn: groupArn, CloudWatchLogsRoleArn: roleArn }: StepInput<'UpdateTrail'>,
  visible: VisibleIam,
): AwsRefusal | undefined {
  const group = parseLogGroupArn(groupArn);
  const isLocal = group && group.region === id.region && group.account === id.account;
  if (!isLocal || !groups[group.name]) {
    return badGroup('CloudTrail cannot validate the specified log group ARN.');
  }
  const named = Object.entries(visible.roles).find(([name, role]) => roleArnOf(id, name, role) === roleArn);
  if (!named || !trustsCloudTrail(named[1])) {
    return {
      code: 'InvalidCloudWatchLogsRoleArnException',
      message: 'Access denied. Check the trust relationships for your role.',
    };
  }
  const [, role] = named;
  const own = `${id.account}_CloudTrail_${id.region}`;
  const streams = trails[id.arn]?.isOrganizationTrail ? [own, `${ORGANIZATION_ID}_${own}`] : [own];
  const isDeliveryAllowed = DELIVERY_ACTIONS.every((action) =>
    streams.every((name) =>
      isAllowed(role, action, `${groupArn.slice(0, -2)}:log-stream:${name}`, visible.boundaryArn),
    ),
  );
  return isDeliveryAllowed
    ? undefined
    : badGroup('Access denied. Verify in IAM that the role has adequate permissions.');
}

function badGroup(message: string): AwsRefusal {
  return { code: 'InvalidCloudWatchLogsLogGroupArnException', message };
}

/**
 * CloudTrail sends no condition keys when it assumes the role, so a statement with a condition does
 * not match.
 */
export function trustsCloudTrail({ trust }: AccountRole): boolean {
  const matching = statements(trust).filter(
    ({ Principal, Action, Condition }) =>
      Condition === undefined &&
      many(Action).includes('sts:AssumeRole') &&
      typeof Principal === 'object' &&
      Principal !== null &&
      'Service' in Principal &&
      many(Principal.Service).includes('cloudtrail.amazonaws.com'),
  );
  return matching.length > 0 && matching.every(({ Effect }) => Effect === 'Allow');
}
