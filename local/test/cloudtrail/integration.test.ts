import { describe, expect, test } from '@jest/globals';
import { BOTH, GROUP, ROLE, SERVICE, STREAMS } from './names.ts';
import { allow, SimulatedAccount } from './simulated-account.ts';

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];
const TRUST =
  'InvalidCloudWatchLogsRoleArnException: Access denied. Verify in IAM that the role has adequate trust relationships.';
const PERMISSIONS =
  'InvalidCloudWatchLogsLogGroupArnException: Access denied. Verify in IAM that the role has adequate permissions.';
const GROUP_ARN = 'InvalidCloudWatchLogsLogGroupArnException: CloudTrail cannot validate the specified log group ARN.';
const PAIR = 'InvalidCloudWatchLogsRoleArnException: You must specify a role ARN as well as a log group.';

const update = (account: SimulatedAccount, values: object = BOTH) =>
  account.call('UpdateTrail', { Name: 'audit', ...values });

test.each(['UpdateTrail', 'CreateTrail'])(
  '%s with a group and a role that CloudTrail can use passes',
  async (operation) => {
    const account = new SimulatedAccount();
    account.trails.clear();
    if (operation === 'UpdateTrail') account.trail();
    expect(await account.call(operation, { Name: 'audit', S3BucketName: 'logs', ...BOTH })).toEqual({});
  },
);

describe('the two parameters', () => {
  test.each([
    [{ CloudWatchLogsLogGroupArn: BOTH.CloudWatchLogsLogGroupArn }],
    [{ CloudWatchLogsRoleArn: ROLE }],
    [{ ...BOTH, CloudWatchLogsRoleArn: '' }],
    [{ ...BOTH, CloudWatchLogsLogGroupArn: '' }],
  ])('come together: %j is refused', async (values) => {
    expect(await update(new SimulatedAccount(), values)).toBe(PAIR);
  });

  test.each([{ CloudWatchLogsLogGroupArn: '' }, { CloudWatchLogsLogGroupArn: '', CloudWatchLogsRoleArn: '' }])(
    'end the integration: %j is accepted',
    async (values) => {
      const account = new SimulatedAccount();
      account.trail(BOTH);
      expect(await update(account, values)).toEqual({});
    },
  );

  test('are required together even if the trail has the other one', async () => {
    const account = new SimulatedAccount();
    account.trail(BOTH);
    expect(await update(account, { CloudWatchLogsRoleArn: ROLE })).toBe(PAIR);
  });

  test.each([
    ['without :*', GROUP],
    ['with *', `${GROUP}*`],
    ['that is not an ARN', '/audit'],
    ['in another Region', `${GROUP}:*`.replace('eu-west-1', 'us-east-1')],
    ['of another account', `${GROUP}:*`.replace('111122223333', '999999999999')],
    ['of a stream', `${GROUP}:log-stream:x:*`],
  ])('a group ARN %s is refused', async (_, CloudWatchLogsLogGroupArn) => {
    expect(await update(new SimulatedAccount(), { ...BOTH, CloudWatchLogsLogGroupArn })).toBe(GROUP_ARN);
  });

  test.each(['delivery', ROLE.replace('111122223333', '999999999999'), ROLE.replace(':role/', ':user/')])(
    'a role ARN %s is refused',
    async (CloudWatchLogsRoleArn) => {
      expect(await update(new SimulatedAccount(), { ...BOTH, CloudWatchLogsRoleArn })).toBe(
        'InvalidCloudWatchLogsRoleArnException: CloudTrail cannot validate the specified role ARN.',
      );
    },
  );

  test('are refused in the earlier wording on demand', async () => {
    const account = new SimulatedAccount({ wording: 'earlier' });
    expect(await update(account, { ...BOTH, CloudWatchLogsLogGroupArn: GROUP })).toBe(
      "InvalidCloudWatchLogsLogGroupArnException: Check the log group ARN: CloudTrail can't validate it.",
    );
    expect(await update(account)).toEqual({});
    if (account.role) account.role.policies = {};
    expect(await update(account)).toBe(
      'InvalidCloudWatchLogsLogGroupArnException: Access denied. Check the permissions for your role.',
    );
    account.role = undefined;
    expect(await update(account)).toBe(
      'InvalidCloudWatchLogsRoleArnException: Access denied. Check the trust relationships for your role.',
    );
  });
});

describe('the role', () => {
  test('that does not exist gives the error of the trust policy', async () => {
    const account = new SimulatedAccount();
    account.role = undefined;
    expect(await update(account)).toBe(TRUST);
  });

  test('with the same name under another path is another role', async () => {
    const account = new SimulatedAccount();
    if (account.role) account.role.arn = ROLE.replace('/some/path', '');
    expect(await update(account)).toBe(TRUST);
  });

  test.each<[string, object | string]>([
    ['nobody', allow()],
    ['another service', allow({ Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' })],
    [
      "CloudTrail's name in China",
      allow({ Principal: { Service: 'cloudtrail.amazonaws.com.cn' }, Action: 'sts:AssumeRole' }),
    ],
    [
      'CloudTrail on a condition that it does not send',
      allow({
        Principal: SERVICE,
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      }),
    ],
    [
      'CloudTrail and denies everybody',
      {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Principal: SERVICE, Action: 'sts:AssumeRole' },
          { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' },
        ],
      },
    ],
    ['in what is no JSON', 'cloudtrail.amazonaws.com'],
  ])('that trusts %s is refused', async (_, trust) => {
    const account = new SimulatedAccount();
    if (account.role) account.role.trust = trust;
    expect(await update(account)).toBe(TRUST);
  });

  test.each<[string, object]>([
    ['nothing', allow()],
    ['only one of the two actions', allow({ Action: 'logs:PutLogEvents', Resource: STREAMS })],
    ['other streams', allow({ Action: LOGS, Resource: `${GROUP}:log-stream:other*` })],
    ['another group', allow({ Action: LOGS, Resource: STREAMS.replace('/audit', '/other') })],
    ['the group without its streams', allow({ Action: LOGS, Resource: GROUP })],
  ])('that may write %s is refused', async (_, policy) => {
    const account = new SimulatedAccount();
    if (account.role) account.role.policies = { deliver: policy };
    expect(await update(account)).toBe(PERMISSIONS);
  });

  test('of an organization trail requires the streams of the organization as well', async () => {
    const account = new SimulatedAccount();
    account.trail({ IsOrganizationTrail: true });
    expect(await update(account)).toBe(PERMISSIONS);
    const organization = `${GROUP}:log-stream:o-example_*`;
    if (account.role) account.role.policies = { deliver: allow({ Action: LOGS, Resource: [STREAMS, organization] }) };
    expect(await update(account)).toEqual({});
  });
});

test('a group that does not exist is refused', async () => {
  const account = new SimulatedAccount();
  account.groups.delete('/audit');
  account.groups.add('/audit-2');
  expect(await update(account)).toBe(GROUP_ARN);
});
