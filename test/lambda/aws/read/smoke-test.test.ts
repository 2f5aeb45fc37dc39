import { CloudTrailClient, DescribeTrailsCommand } from '@aws-sdk/client-cloudtrail';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { checkAccess } from '../../../../lambda/aws/read/smoke-test.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const iam = mocked(IAMClient);
const ROLE = 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function';
const check = () => checkAccess(clientsFor('eu-west-1'), 'eu-west-1', ROLE);

beforeEach(() => {
  cloudTrail.reset();
  iam.reset();
  cloudTrail.on(DescribeTrailsCommand).resolves({ trailList: [] });
  iam.on(GetRoleCommand).resolves({ Role: { Arn: ROLE, Path: '', RoleName: '', RoleId: '', CreateDate: new Date(0) } });
});

describe('checkAccess', () => {
  test("gives the account, from the function's own role and the trails and nothing else", async () => {
    expect(await check()).toEqual({ ok: true, value: { account: '111122223333' } });
    expect(iam.calls().map(({ args }) => args[0].input)).toEqual([{ RoleName: 'trailmend-function' }]);
    expect(cloudTrail.calls().map(({ args }) => args[0].input)).toEqual([{}]);
    expect(await cloudTrail.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test.each([
    ['GetRole', () => iam.on(GetRoleCommand).rejects(refusal())],
    ['DescribeTrails', () => cloudTrail.on(DescribeTrailsCommand).rejects(refusal())],
  ])('returns the error of the call that AWS refused: %s', async (operation, refuse) => {
    refuse();
    expect(await check()).toEqual({ ok: false, error: { operation, code: 'AccessDenied', message: 'not allowed' } });
  });

  test('gives no account when AWS returns no role', async () => {
    iam.on(GetRoleCommand).resolves({});
    expect(await check()).toEqual({ ok: true, value: { account: '' } });
  });
});

function refusal(): Error {
  return Object.assign(new Error('not allowed'), { name: 'AccessDenied' });
}
