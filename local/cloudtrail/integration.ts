import type { Refusal } from './refusal.ts';

/** The two CloudWatch Logs parameters of a call; undefined when the call does not have them. */
export interface Integration {
  readonly logGroupArn: string | undefined;
  readonly roleArn: string | undefined;
}

/**
 * The wording of CloudTrail's messages: reports show the earlier one until about 2022, the current
 * one since.
 */
export type Wording = 'earlier' | 'current';

const GROUP_NOT_VALID: Readonly<Record<Wording, string>> = {
  earlier: "Check the log group ARN: CloudTrail can't validate it.",
  current: 'CloudTrail cannot validate the specified log group ARN.',
};

/**
 * Checks the two parameters by themselves: both or neither are given, and the trail can use both
 * ARNs. An empty log group removes the trail's log group, alone or together with an empty role.
 * Source: hashicorp/terraform-provider-aws issues 14557 (`:*`) and 148 (both together),
 * cisagov/crossfeed pull request 2197 (the current wording); CloudTrail user guide, "Sending events
 * to CloudWatch Logs" (group in the trail's Region), "Prepare for creating a trail for your
 * organization" (same account), "Stopping CloudTrail from sending events to CloudWatch Logs"
 * (removal); go-to-k/cdkd, which tested an empty log group alone on AWS. Assumed: a role without a
 * group gives the message known for a group without a role; an empty role alone removes the role; a
 * group in another place gives the message for a malformed ARN; the message about a role's ARN.
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

/** The refusal of a log group ARN that CloudTrail cannot validate. */
export function invalidGroup(wording: Wording): Refusal {
  return { code: 'InvalidCloudWatchLogsLogGroupArnException', message: GROUP_NOT_VALID[wording] };
}
