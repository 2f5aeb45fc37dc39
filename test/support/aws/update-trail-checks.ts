import type { StepInput } from '../../../lambda/core/model/step.ts';
import { parseLogGroupArn, type TrailId } from '../../../lambda/core/model/trail-id.ts';
import type { Account, AccountRole, AwsRefusal } from './account.ts';
import { ORGANIZATION_ID, roleArnOf } from './facts-of.ts';
import { DELIVERY_ACTIONS, isAllowed, many, statements } from './role-policies.ts';

/** What CloudTrail sees of IAM by now: a change takes a while to reach it. */
export interface Seen {
  readonly roles: Account['roles'];
  /** The one boundary that allows delivery; a role under any other may do nothing. */
  readonly boundaryArn: string;
}

/** What CloudTrail checks on UpdateTrail, in the words of its refusals (field reports, named in docs/aws-behaviour.md). */
export function updateTrailError(
  { groups, trails }: Account,
  id: TrailId,
  { CloudWatchLogsLogGroupArn: groupArn, CloudWatchLogsRoleArn: roleArn }: StepInput<'UpdateTrail'>,
  seen: Seen,
): AwsRefusal | undefined {
  const group = parseLogGroupArn(groupArn);
  const here = group && group.region === id.region && group.account === id.account;
  if (!here || !groups[group.name]) {
    return badGroup('CloudTrail cannot validate the specified log group ARN.');
  }
  const named = Object.entries(seen.roles).find(([name, role]) => roleArnOf(id, name, role) === roleArn);
  if (!named || !trustsCloudTrail(named[1])) {
    return {
      code: 'InvalidCloudWatchLogsRoleArnException',
      message: 'Access denied. Check the trust relationships for your role.',
    };
  }
  const [, role] = named;
  const own = `${id.account}_CloudTrail_${id.region}`;
  const streams = trails[id.arn]?.isOrganizationTrail ? [own, `${ORGANIZATION_ID}_${own}`] : [own];
  const allowed = DELIVERY_ACTIONS.every((action) =>
    streams.every((name) => isAllowed(role, action, `${groupArn.slice(0, -2)}:log-stream:${name}`, seen.boundaryArn)),
  );
  return allowed ? undefined : badGroup('Access denied. Verify in IAM that the role has adequate permissions.');
}

function badGroup(message: string): AwsRefusal {
  return { code: 'InvalidCloudWatchLogsLogGroupArnException', message };
}

/** CloudTrail sends no condition keys when it assumes the role, so a conditioned trust is none. */
export function trustsCloudTrail({ trust }: AccountRole): boolean {
  const about = statements(trust).filter(
    ({ Principal, Action, Condition }) =>
      Condition === undefined &&
      many(Action).includes('sts:AssumeRole') &&
      typeof Principal === 'object' &&
      Principal !== null &&
      'Service' in Principal &&
      many(Principal.Service).includes('cloudtrail.amazonaws.com'),
  );
  return about.length > 0 && about.every(({ Effect }) => Effect === 'Allow');
}
