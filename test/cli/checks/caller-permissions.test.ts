import { describe, expect, test } from '@jest/globals';
import { callerPermissions } from '../../../cli/checks/caller-permissions.ts';
import { requiredBoundary } from '../../../cli/checks/required-boundary.ts';
import type { SimulatedAction } from '../../../lambda/core/model/role.ts';
import { ID } from '../../support/perfect-trail.ts';
import { ACCOUNT, lines, mends, read, simulated } from './facts.ts';

/** The facts of a caller to whom IAM denies one action, in this way. */
function denying(action: string, changes: Partial<SimulatedAction> = {}, caller = ACCOUNT.caller) {
  const denied = simulated().map((one) =>
    one.action === action ? { ...one, decision: 'implicitDeny', ...changes } : one,
  );
  return { ...ACCOUNT, caller, simulation: read(denied) };
}

describe('a caller', () => {
  test('without a permission gets it, on what trailmend creates', () => {
    const findings = callerPermissions(denying('logs:CreateLogGroup'));
    expect(lines(findings)).toEqual([
      `problem: The policies of the caller ${ACCOUNT.caller.arn} do not allow logs:CreateLogGroup.`,
    ]);
    const policy = `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["logs:CreateLogGroup"],"Resource":"arn:aws:logs:us-east-1:${ID.account}:log-group:/trailmend/*"}]}`;
    expect(mends(findings)).toEqual([
      `aws iam put-user-policy --user-name dana --policy-name trailmend-fix --policy-document '${policy}'`,
    ]);
  });

  test('that may not pass a role may pass it to CloudTrail only', () => {
    const role = { kind: 'session', arn: 'arn:aws:sts::1:assumed-role/ops/x', roleName: 'ops' } as const;
    const [command] = mends(callerPermissions(denying('iam:PassRole', {}, role)));
    expect(command).toMatch(
      /^aws iam put-role-policy --role-name ops .*"iam:PassedToService":"cloudtrail.amazonaws.com"/,
    );
    expect(command).toContain(`"Resource":"arn:aws:iam::${ID.account}:role/trailmend/trailmend-*"`);
  });

  test('of IAM Identity Center has a permission set, which no command of IAM changes', () => {
    const roleName = 'AWSReservedSSO_Admin_0123456789abcdef';
    const caller = { kind: 'session', arn: `arn:aws:sts::1:assumed-role/${roleName}/dana`, roleName } as const;
    const findings = callerPermissions(denying('iam:CreateRole', {}, caller));
    expect(findings).toEqual([{ status: 'problem', says: expect.stringMatching(/Change its permission set/) }]);
  });

  test.each<[string, Partial<SimulatedAction>, RegExp]>([
    ['a Deny statement', { decision: 'explicitDeny' }, /^problem: A Deny statement .* is about iam:TagRole/],
    ['its boundary', { allowedByBoundary: false }, /^problem: The permissions boundary of the caller .* iam:TagRole/],
    ['an unknown key', { missingContext: ['aws:MultiFactorAuthPresent'] }, /^unknown: .*aws:MultiFactorAuthPresent/],
    ['its organization', { allowedByOrganizations: false }, /^ok: /],
    ['no boundary', { missingContext: ['iam:PermissionsBoundary'] }, /^ok: /],
  ])('that %s denies a call has its own finding', (_what, changes, says) => {
    const findings = callerPermissions(denying('iam:TagRole', changes));
    expect(lines(findings)).toEqual([expect.stringMatching(says)]);
    expect(mends(findings)).toEqual([]);
  });

  test.each([
    ['root', /^warning: The caller is the root user/],
    ['federated', /^unknown: .*IAM simulates only users and roles/],
    ['other', /^unknown: .*IAM simulates only users and roles/],
  ] as const)('of the kind %s is not simulated', (kind, says) => {
    const caller = { kind, arn: 'arn:aws:iam::111122223333:root' };
    expect(lines(callerPermissions({ ...ACCOUNT, caller }))).toEqual([expect.stringMatching(says)]);
  });
});

test('a demanded permissions boundary needs a stack', () => {
  const findings = requiredBoundary(denying('iam:CreateRole', { missingContext: ['iam:PermissionsBoundary'] }));
  expect(lines(findings)).toEqual([
    expect.stringMatching(/^problem: A policy allows iam:CreateRole only with a permis/),
  ]);
  expect(mends(findings)).toEqual([expect.stringMatching(/^npx cdk deploy .*PermissionsBoundaryArn=/)]);
});

test('the boundary of a stack is named', () => {
  const deliveryRoleBoundaryArn = `arn:aws:iam::${ID.account}:policy/b`;
  const facts = { ...ACCOUNT, settings: { ...ACCOUNT.settings, deliveryRoleBoundaryArn } };
  expect(lines(requiredBoundary(facts))).toEqual([
    `ok: New delivery roles get the boundary ${deliveryRoleBoundaryArn}.`,
  ]);
});
