import { describe, expect, test } from '@jest/globals';
import {
  accountOfLogGroup,
  accountOfRole,
  groupBeside,
  isRoleOf,
  parseLogGroupArn,
  parseTrailArn,
  roleNameOf,
  trailArn,
} from '../../../../lambda/core/model/trail-id.ts';
import { ID, PERFECT_TRAIL } from '../../../support/perfect-trail.ts';

describe('a trail ARN', () => {
  test.each([
    '',
    'audit',
    `${ID.arn}/x`,
    `x${ID.arn}`,
    ID.arn.replace('trail/audit', 'trail/ab'),
    ID.arn.replace('trail/audit', 'eventdatastore/audit'),
    ID.arn.replace('111122223333', '1111'),
    ID.arn.replace('cloudtrail', 'logs'),
  ])('is not "%s"', (text) => expect(parseTrailArn(text)).toBeUndefined());

  test('is made of a name that CloudTrail allows', () => {
    expect(trailArn(ID, 'audit')).toBe(ID.arn);
    for (const name of ['ab', 'a b c', 'a/b', 'x'.repeat(129), ID.arn]) expect(trailArn(ID, name)).toBeUndefined();
  });
});

describe('a log group ARN', () => {
  const GOOD = 'arn:aws-cn:logs:cn-north-1:111122223333:log-group:/aws/x_#.-1:*';

  test('has region, account and name', () => {
    expect(parseLogGroupArn(GOOD)).toEqual({ region: 'cn-north-1', account: '111122223333', name: '/aws/x_#.-1' });
  });

  test.each([
    '',
    GOOD.slice(0, -2),
    `${GOOD}:*`,
    `x${GOOD}`,
    `${GOOD}x`,
    GOOD.replace(':*', ':log-stream:x'),
    GOOD.replace('log-group:', 'log-group:a b'),
    GOOD.replace('logs', 's3'),
    `arn:aws:logs:us-east-1:111122223333:log-group:${'x'.repeat(513)}:*`,
  ])('is not "%s"', (text) => expect(parseLogGroupArn(text)).toBeUndefined());
});

test.each([
  ['arn:aws:iam::111122223333:role/R', 'R'],
  ['arn:aws-us-gov:iam::111122223333:role/a/b/R_1', 'R_1'],
  ['arn:aws:iam::111122223333:role/', undefined],
  ['arn:aws:iam::111122223333:user/R', undefined],
  ['R', undefined],
  ['xarn:aws:iam::111122223333:role/R', undefined],
  ['arn:aws:iam::111122223333:role/R R', undefined],
  ['arn:aws:iam::111122223333:role/path/R', 'R'],
])('the role name in "%s" is %s', (arn, name) => expect(roleNameOf(arn)).toBe(name));

test.each([
  ['arn:aws:iam::111122223333:role/path/R', true],
  ['arn:aws:iam::999988887777:role/R', false],
  ['arn:aws-cn:iam::111122223333:role/R', false],
  ['arn:aws:iam::111122223333:role/', false],
  ['arn:aws:iam::111122223333:user/R', false],
])('%s is a role of the account of the trail: %s', (arn, expected) => expect(isRoleOf(ID, arn)).toBe(expected));

test.each([
  ['arn:aws:iam::111122223333:role/path/R', '111122223333'],
  ['arn:aws-cn:iam::111122223333:role/', '111122223333'],
  ['arn:aws:iam::111122223333:user/R', undefined],
  ['arn:aws:iam::1234:role/R', undefined],
  ['xarn:aws:iam::111122223333:role/R', undefined],
])('the account of the role %s is %s', (arn, account) => expect(accountOfRole(arn)).toBe(account));

test.each([
  ['in its account and home Region', PERFECT_TRAIL.logGroupArn, 'audit-logs'],
  ['in another Region', PERFECT_TRAIL.logGroupArn.replace('us-east-1', 'eu-west-1'), undefined],
  ['in another account', PERFECT_TRAIL.logGroupArn.replace(ID.account, '999988887777'), undefined],
  ['with a malformed ARN', 'audit-logs', undefined],
])('CloudTrail can deliver only to a log group beside the trail: %s', (_where, arn, name) => {
  expect(groupBeside(ID, arn)?.name).toBe(name);
  expect(accountOfLogGroup('audit-logs')).toBeUndefined();
});
