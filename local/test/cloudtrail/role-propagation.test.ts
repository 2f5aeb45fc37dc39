import { describe, expect, test } from '@jest/globals';
import { BOTH, ROLE, SERVICE, STREAMS } from './names.ts';
import { allow, SimulatedAccount } from './simulated-account.ts';

const TRUST =
  'InvalidCloudWatchLogsRoleArnException: Access denied. Verify in IAM that the role has adequate trust relationships.';
const PERMISSIONS =
  'InvalidCloudWatchLogsLogGroupArnException: Access denied. Verify in IAM that the role has adequate permissions.';
const GOOD_TRUST = allow({ Principal: SERVICE, Action: 'sts:AssumeRole' });
const GOOD_POLICY = allow({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: STREAMS });

const update = (account: SimulatedAccount) => account.call('UpdateTrail', { Name: 'audit', ...BOTH });

/** Sends a call through the gate, and then applies its effect to the emulator. */
async function change(account: SimulatedAccount, operation: string, effect: () => void): Promise<void> {
  await account.send('iam', operation, { RoleName: 'delivery' });
  effect();
}

const makeRole = (account: SimulatedAccount) =>
  change(account, 'CreateRole', () => {
    account.role = { arn: ROLE, trust: GOOD_TRUST, policies: {} };
  });
const permit = (account: SimulatedAccount) =>
  change(account, 'PutRolePolicy', () => {
    if (account.role) account.role.policies = { deliver: GOOD_POLICY };
  });

describe('after a change of a role', () => {
  test('a new role does not exist for 8 seconds, and then has no policy until that is visible too', async () => {
    const account = new SimulatedAccount();
    account.role = undefined;
    await makeRole(account);
    account.now = 100;
    await permit(account);

    account.now = 7_999;
    expect(await update(account)).toBe(TRUST);
    account.now = 8_000;
    expect(await update(account)).toBe(PERMISSIONS);
    account.now = 8_099;
    expect(await update(account)).toBe(PERMISSIONS);
    account.now = 8_100;
    expect(await update(account)).toEqual({});
  });

  test('a repaired trust policy is still refused, and a broken one still accepted', async () => {
    const account = new SimulatedAccount();
    await change(account, 'UpdateAssumeRolePolicy', () => {
      if (account.role) account.role.trust = allow();
    });
    expect(await update(account)).toEqual({});
    account.now = 8_000;
    expect(await update(account)).toBe(TRUST);
    await change(account, 'UpdateAssumeRolePolicy', () => {
      if (account.role) account.role.trust = GOOD_TRUST;
    });
    expect(await update(account)).toBe(TRUST);
    account.now = 16_000;
    expect(await update(account)).toEqual({});
  });

  test.each(['DeleteRolePolicy', 'PutRolePermissionsBoundary'])('%s is visible late', async (operation) => {
    const account = new SimulatedAccount();
    await change(account, operation, () => {
      if (account.role) account.role.policies = {};
    });
    expect(await update(account)).toEqual({});
    account.now = 8_000;
    expect(await update(account)).toBe(PERMISSIONS);
  });

  test('the case of the name does not matter', async () => {
    const account = new SimulatedAccount();
    await account.send('iam', 'DeleteRolePolicy', { RoleName: 'Delivery' });
    if (account.role) account.role.policies = {};
    expect(await update(account)).toEqual({});
  });

  test('roles with other names or in other accounts are visible as they are', async () => {
    const account = new SimulatedAccount();
    await account.send('iam', 'PutRolePolicy', { RoleName: 'other' });
    await account.send(
      'iam',
      'PutRolePolicy',
      { RoleName: 'delivery' },
      { account: '999999999999', region: 'us-east-1' },
    );
    if (account.role) account.role.policies = {};
    expect(await update(account)).toBe(PERMISSIONS);
  });
});

describe('the delay', () => {
  test('is random within its limits, and never shows a later change before an earlier one', async () => {
    const account = new SimulatedAccount({ roleVisibleAfterMs: [2_000, 4_000] });
    account.role = undefined;
    account.random = 0.9;
    await makeRole(account);
    account.random = 0.1;
    await permit(account);
    account.now = 3_799;
    expect(await update(account)).toBe(TRUST);
    account.now = 3_800;
    expect(await update(account)).toEqual({});
  });

  test('of 0 hides nothing', async () => {
    const account = new SimulatedAccount({ roleVisibleAfterMs: 0 });
    account.role = undefined;
    await makeRole(account);
    await permit(account);
    expect(await update(account)).toEqual({});
  });
});
