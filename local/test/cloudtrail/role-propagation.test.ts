import { describe, expect, test } from '@jest/globals';
import { allow, BOTH, ROLE, SERVICE, SimulatedAccount, STREAMS } from './simulated-account.ts';

const TRUST = 'InvalidCloudWatchLogsRoleArnException: Access denied. Check the trust relationships for your role.';
const PERMISSIONS =
  'InvalidCloudWatchLogsLogGroupArnException: Access denied. Verify in IAM that the role has adequate permissions.';
const GOOD_TRUST = allow({ Principal: SERVICE, Action: 'sts:AssumeRole' });
const GOOD_POLICY = allow({ Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: STREAMS });

const update = (world: SimulatedAccount) => world.call('UpdateTrail', { Name: 'audit', ...BOTH });

/** The call passes the gate, and then the emulator holds what it changed. */
async function change(world: SimulatedAccount, operation: string, effect: () => void): Promise<void> {
  await world.send('iam', operation, { RoleName: 'delivery' });
  effect();
}

const makeRole = (world: SimulatedAccount) =>
  change(world, 'CreateRole', () => {
    world.role = { arn: ROLE, trust: GOOD_TRUST, policies: {} };
  });
const permit = (world: SimulatedAccount) =>
  change(world, 'PutRolePolicy', () => {
    if (world.role) world.role.policies = { deliver: GOOD_POLICY };
  });

describe('after a change of a role', () => {
  test('a new role does not exist for 8 seconds, and then has no policy until that is visible too', async () => {
    const world = new SimulatedAccount();
    world.role = undefined;
    await makeRole(world);
    world.now = 100;
    await permit(world);

    world.now = 7_999;
    expect(await update(world)).toBe(TRUST);
    world.now = 8_000;
    expect(await update(world)).toBe(PERMISSIONS);
    world.now = 8_099;
    expect(await update(world)).toBe(PERMISSIONS);
    world.now = 8_100;
    expect(await update(world)).toEqual({});
  });

  test('a repaired trust policy is still refused, and a broken one still accepted', async () => {
    const world = new SimulatedAccount();
    await change(world, 'UpdateAssumeRolePolicy', () => {
      if (world.role) world.role.trust = allow();
    });
    expect(await update(world)).toEqual({});
    world.now = 8_000;
    expect(await update(world)).toBe(TRUST);
    await change(world, 'UpdateAssumeRolePolicy', () => {
      if (world.role) world.role.trust = GOOD_TRUST;
    });
    expect(await update(world)).toBe(TRUST);
    world.now = 16_000;
    expect(await update(world)).toEqual({});
  });

  test.each(['DeleteRolePolicy', 'PutRolePermissionsBoundary'])('%s is visible late', async (operation) => {
    const world = new SimulatedAccount();
    await change(world, operation, () => {
      if (world.role) world.role.policies = {};
    });
    expect(await update(world)).toEqual({});
    world.now = 8_000;
    expect(await update(world)).toBe(PERMISSIONS);
  });

  test('the case of the name does not matter', async () => {
    const world = new SimulatedAccount();
    await world.send('iam', 'DeleteRolePolicy', { RoleName: 'Delivery' });
    if (world.role) world.role.policies = {};
    expect(await update(world)).toEqual({});
  });

  test('roles with other names or in other accounts are visible as they are', async () => {
    const world = new SimulatedAccount();
    await world.send('iam', 'PutRolePolicy', { RoleName: 'other' });
    await world.send(
      'iam',
      'PutRolePolicy',
      { RoleName: 'delivery' },
      { account: '999999999999', region: 'us-east-1' },
    );
    if (world.role) world.role.policies = {};
    expect(await update(world)).toBe(PERMISSIONS);
  });
});

describe('the delay', () => {
  test('is random within its limits, and never shows a later change before an earlier one', async () => {
    const world = new SimulatedAccount({ roleVisibleAfterMs: [2_000, 4_000] });
    world.role = undefined;
    world.random = 0.9;
    await makeRole(world);
    world.random = 0.1;
    await permit(world);
    world.now = 3_799;
    expect(await update(world)).toBe(TRUST);
    world.now = 3_800;
    expect(await update(world)).toEqual({});
  });

  test('of 0 hides nothing', async () => {
    const world = new SimulatedAccount({ roleVisibleAfterMs: 0 });
    world.role = undefined;
    await makeRole(world);
    await permit(world);
    expect(await update(world)).toEqual({});
  });
});
