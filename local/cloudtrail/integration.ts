import type { Refusal } from './refusal.ts';

/** The two CloudWatch Logs parameters of a call; undefined where they were not sent. */
export interface Integration {
  readonly logGroupArn: string | undefined;
  readonly roleArn: string | undefined;
}

/** Which of its two wordings CloudTrail uses: reports have the one until about 2022, the other since. */
export type Wording = 'earlier' | 'current';

const GROUP_NOT_VALID: Readonly<Record<Wording, string>> = {
  earlier: "Check the log group ARN: CloudTrail can't validate it.",
  current: 'CloudTrail cannot validate the specified log group ARN.',
};

/**
 * What is wrong with the two parameters by themselves: one comes without the other, or an ARN is none that the trail can use.
 * Two empty values end the integration.
 * Source: hashicorp/terraform-provider-aws issues 14557 (`:*`) and 148 (both together), cisagov/crossfeed pull request 2197 (today's
 * wording); CloudTrail user guide, "Sending events to CloudWatch Logs" (group in the trail's region), "Prepare for creating a trail
 * for your organization" (same account), "Stopping CloudTrail from sending events to CloudWatch Logs" (removal).
 * Assumed: that a role alone is refused in the words known for a group alone, that a group elsewhere is told like a malformed ARN,
 * and the message about a role's ARN.
 */
export function checkIntegration(
  trailArn: string,
  { logGroupArn = '', roleArn = '' }: Integration,
  wording: Wording,
): Refusal | undefined {
  if (logGroupArn === '' && roleArn === '') return undefined;
  if (logGroupArn === '' || roleArn === '') {
    return {
      code: 'InvalidCloudWatchLogsRoleArnException',
      message: 'You must specify a role ARN as well as a log group.',
    };
  }
  const [, partition, , region, account] = trailArn.split(':');
  const group = new RegExp(`^arn:${partition}:logs:${region}:${account}:log-group:[.\\-_/#A-Za-z0-9]{1,512}:\\*$`);
  if (!group.test(logGroupArn)) return invalidGroup(wording);
  const role = new RegExp(`^arn:${partition}:iam::${account}:role/.+`);
  if (role.test(roleArn)) return undefined;
  return {
    code: 'InvalidCloudWatchLogsRoleArnException',
    message: 'CloudTrail cannot validate the specified role ARN.',
  };
}

/** The refusal of a group that CloudTrail does not find under its ARN. */
export function invalidGroup(wording: Wording): Refusal {
  return { code: 'InvalidCloudWatchLogsLogGroupArnException', message: GROUP_NOT_VALID[wording] };
}
