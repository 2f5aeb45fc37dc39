import { expect, test } from '@jest/globals';
import { assumedRoleIdentity, keyOwnerIdentity } from '../../events/user-identity.ts';

test("a role's session: no path in its own ARN, the role's path in the session issuer's", () => {
  const identity = assumedRoleIdentity({
    account: '123456789012',
    roleArn: 'arn:aws:iam::123456789012:role/trailmend-function/trailmend-function',
    roleId: 'AROAEXAMPLE',
    sessionName: 'Trailmend-Function',
    accessKeyId: 'ASIAEXAMPLE',
    since: new Date('2026-02-03T04:05:06.789Z'),
  });
  expect(identity).toEqual({
    type: 'AssumedRole',
    principalId: 'AROAEXAMPLE:Trailmend-Function',
    arn: 'arn:aws:sts::123456789012:assumed-role/trailmend-function/Trailmend-Function',
    accountId: '123456789012',
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: 'arn:aws:iam::123456789012:role/trailmend-function/trailmend-function',
        accountId: '123456789012',
        userName: 'trailmend-function',
      },
      attributes: { creationDate: '2026-02-03T04:05:06Z', mfaAuthenticated: 'false' },
    },
  });
});

test('a user has a name, without its path', () => {
  const arn = 'arn:aws:iam::123456789012:user/engineers/ada';
  expect(keyOwnerIdentity({ account: '123456789012', arn, id: 'AIDAEXAMPLE', accessKeyId: 'AKIAEXAMPLE' })).toEqual({
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn,
    accountId: '123456789012',
    accessKeyId: 'AKIAEXAMPLE',
    userName: 'ada',
  });
});

test('the root user has no name', () => {
  const arn = 'arn:aws:iam::123456789012:root';
  expect(keyOwnerIdentity({ account: '123456789012', arn, id: '123456789012', accessKeyId: 'test' })).toEqual({
    type: 'Root',
    principalId: '123456789012',
    arn,
    accountId: '123456789012',
    accessKeyId: 'test',
  });
});
