import { describe, expect, test } from '@jest/globals';
import { HOME, TRAIL } from './names.ts';
import { SimulatedAccount } from './simulated-account.ts';

const THROTTLED = 'ThrottlingException: Rate exceeded';
const ELSEWHERE = { ...HOME, region: 'us-east-1' };

async function answers(count: number, ask: () => Promise<unknown>): Promise<readonly unknown[]> {
  const given = [];
  for (let index = 0; index < count; index += 1) given.push(await ask());
  return given;
}

describe('the settle delay of a trail', () => {
  test.each(['UpdateTrail', 'CreateTrail'])('refuses every change after %s until it has passed', async (operation) => {
    const account = new SimulatedAccount({ settleDelayMs: 5_000 });
    if (operation === 'CreateTrail') account.trails.clear();
    await account.call(operation, { Name: 'audit', S3BucketName: 'logs' });
    account.trail();
    account.now = 4_999;
    for (const change of ['UpdateTrail', 'StartLogging', 'StopLogging', 'DeleteTrail']) {
      expect(await account.call(change, { Name: TRAIL })).toMatch(/^ConflictException: /);
    }
    expect(await account.call('PutEventSelectors', { TrailName: 'audit' })).toMatch(/^ConflictException: /);
    expect(await account.call('GetTrail', { Name: 'audit' })).toMatchObject({ Trail: { Name: 'audit' } });
    account.now = 5_000;
    expect(await account.call('StartLogging', { Name: 'audit' })).toEqual({});
    expect(await account.call('StopLogging', { Name: 'audit' })).toEqual({});
  });

  test('does not follow a change that was refused', async () => {
    const account = new SimulatedAccount({ settleDelayMs: 5_000 });
    await account.call('UpdateTrail', { Name: 'audit', S3BucketName: 'nowhere' });
    account.status = 400;
    await account.call('UpdateTrail', { Name: 'audit' });
    await account.call('CreateTrail', { Name: 'new', S3BucketName: 'logs' });
    account.status = 200;
    account.trail({ TrailARN: TRAIL.replace('audit', 'new') });
    expect(await account.call('StartLogging', { Name: 'new' })).toEqual({});
    expect(await account.call('StartLogging', { Name: 'audit' })).toEqual({});
  });

  test('is off by default', async () => {
    const account = new SimulatedAccount();
    await account.call('UpdateTrail', { Name: 'audit' });
    expect(await account.call('StartLogging', { Name: 'audit' })).toEqual({});
  });
});

describe('the documented rates', () => {
  test.each([
    ['reads', 10, 'DescribeTrails'],
    ['writes', 1, 'StartLogging'],
    ['lookups', 2, 'LookupEvents'],
  ])('let so many %s pass in a second: %i', async (_, count, operation) => {
    const account = new SimulatedAccount({ rates: true });
    const given = await answers(count + 1, () => account.call(operation, { Name: 'audit' }));
    expect(given.map((answer) => answer === THROTTLED)).toEqual([...Array(count).fill(false), true]);
    expect(account.passed).toHaveLength(count);
    account.now = 1_000;
    const later = await answers(count + 1, () => account.call(operation, { Name: 'audit' }));
    expect(later.filter((answer) => answer === THROTTLED)).toHaveLength(1);
  });

  test('refill evenly', async () => {
    const account = new SimulatedAccount({ rates: true });
    await answers(10, () => account.call('ListTrails', {}));
    account.now = 99;
    expect(await account.call('ListTrails', {})).toBe(THROTTLED);
    account.now = 101;
    expect(await account.call('ListTrails', {})).not.toBe(THROTTLED);
  });

  test('apply by kind, account and Region', async () => {
    const account = new SimulatedAccount({ rates: true });
    await account.call('StartLogging', { Name: 'audit' });
    expect(await account.call('StopLogging', { Name: 'audit' })).toBe(THROTTLED);
    expect(await account.call('GetTrail', { Name: 'audit' })).not.toBe(THROTTLED);
    expect(await account.call('StartLogging', { Name: 'audit' }, ELSEWHERE)).not.toBe(THROTTLED);
    expect(await account.call('StartLogging', { Name: 'audit' }, { ...HOME, account: '999999999999' })).not.toBe(
      THROTTLED,
    );
    expect((await account.send('iam', 'CreateRole', { RoleName: 'x' })).status).toBe(200);
  });

  test('are not enforced by default', async () => {
    const account = new SimulatedAccount();
    expect(await answers(20, () => account.call('StartLogging', { Name: 'audit' }))).not.toContain(THROTTLED);
  });
});
