import { expect, test } from '@jest/globals';
import { controlPolicies } from '../../../cli/checks/control-policies.ts';
import type { ControlPolicy } from '../../../cli/reads/control-policies.ts';
import { ACCOUNT, lines, mends, read, simulated, UNREAD } from './facts.ts';

const FULL = policy('p-full', { Effect: 'Allow', Action: '*', Resource: '*' });

function policy(id: string, ...Statement: object[]): ControlPolicy {
  return { id, name: `Policy ${id}`, document: JSON.stringify({ Version: '2012-10-17', Statement }) };
}

/** The findings in a member account whose administrator can read these policies. */
function findingsWith(...policies: readonly ControlPolicy[]) {
  const levels = read([{ target: 'r-root', policies }]);
  return controlPolicies({ ...ACCOUNT, organization: { membership: read('member'), levels } });
}

/** The findings in a member account that cannot read policies. */
function findingsFrom(simulation = ACCOUNT.simulation) {
  return controlPolicies({ ...ACCOUNT, simulation, organization: { membership: read('member'), levels: UNREAD } });
}

test('a policy that denies a call is a problem', () => {
  const guardrail = { Effect: 'Deny', Action: ['cloudtrail:UpdateTrail', 'cloudtrail:Stop*'], Resource: '*' };
  const findings = findingsWith(FULL, policy('p-1', guardrail));
  expect(lines(findings)).toEqual([
    'problem: The service control policy "Policy p-1" (p-1) of r-root denies cloudtrail:UpdateTrail.',
  ]);
  expect(mends(findings)).toEqual(['aws organizations describe-policy --policy-id p-1']);
});

test('a policy with conditions that only a real call has is a warning', () => {
  const Condition = { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } };
  const findings = findingsWith(FULL, policy('p-2', { Effect: 'Deny', Action: 'iam:*', Resource: '*', Condition }));
  expect(lines(findings)).toEqual([expect.stringMatching(/^warning: .* can deny iam:CreateRole, iam:TagRole, /)]);
});

test('a policy about other trails, or about other Regions, is fine', () => {
  const Resource = 'arn:aws:cloudtrail:*:*:trail/aws-controltower-*';
  const Condition = { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1'] } };
  const findings = findingsWith(
    FULL,
    policy('p-3', { Effect: 'Deny', Action: 'cloudtrail:*', Resource }),
    policy('p-4', { Effect: 'Deny', NotAction: 'sts:*', Resource: '*', Condition }),
  );
  expect(lines(findings)).toEqual(['ok: No service control policy denies a call of a repair.']);
});

test('a level that does not allow a call is a problem, and a text that is no policy is unknown', () => {
  const onlyIam = policy('p-5', { Effect: 'Allow', Action: ['iam:*', 'cloudtrail:*'], Resource: '*' });
  expect(lines(findingsWith(onlyIam))).toEqual([
    'problem: No service control policy of r-root allows logs:CreateLogGroup, logs:PutRetentionPolicy, logs:TagResource.',
  ]);
  expect(lines(findingsWith({ ...FULL, document: '?' }))).toEqual([expect.stringMatching(/^unknown: /)]);
});

test('a member account knows what IAM simulates', () => {
  const allowed = read(simulated({ allowedByOrganizations: true }));
  expect(lines(findingsFrom(allowed))).toEqual([expect.stringMatching(/^ok: IAM simulates that no .* Only the manag/)]);
  const denied = read(simulated({ decision: 'implicitDeny', allowedByOrganizations: false }));
  expect(lines(findingsFrom(denied))).toEqual([expect.stringMatching(/^warning: IAM simulates .* in error\. Only/)]);
  expect(lines(findingsFrom())).toEqual([expect.stringMatching(/^unknown: .*Only the management .* not simulate/)]);
  expect(lines(findingsFrom(UNREAD))).toEqual([expect.stringMatching(/^unknown: .*Only the management/)]);
});

test('such policies do not apply to a management account', () => {
  const organization = { membership: read<'management'>('management'), levels: 'not-asked' } as const;
  expect(lines(controlPolicies({ ...ACCOUNT, organization }))).toEqual([expect.stringMatching(/^ok: .*management/)]);
});
