import { expect, test } from '@jest/globals';
import { assumedRole } from '../../../local/events/user-identity.ts';

test("a role's session: no path in its own ARN, the role's path in the session issuer's", () => {
  const identity = assumedRole({
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
