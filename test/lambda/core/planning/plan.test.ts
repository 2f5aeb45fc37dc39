import { describe, expect, test } from '@jest/globals';
import { deliveryPolicy, deliveryRoleArn, TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../../../lambda/core/integration/names.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Plan } from '../../../../lambda/core/model/plan.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const ADMINISTRATOR = 'an administrator of the account';
const ROLE = deliveryRoleName(ID, 1);
const STOPPED = triggerWith({ eventName: 'StopLogging' });
const DELIVERY = ['log-group-not-set', 'role-not-set'] as const;

function planned(facts: TrailFacts, settings: Settings = SETTINGS, trigger = STOPPED): Plan {
  const scope = scopeOf(facts, settings);
  return planFor({ facts, findings: assess(facts, settings), scope }, trigger, settings);
}

test('a blank trail gets a group, its retention, a role, its policy, and then the two', () => {
  const policy = deliveryPolicy(ID, '/trailmend/audit');
  const all = { repairs: DELIVERY };
  expect(planned(blankedFacts())).toEqual({
    refused: [],
    steps: [
      {
        operation: 'CreateLogGroup',
        input: { logGroupName: '/trailmend/audit', tags: { 'trailmend:trail': ID.arn } },
        needs: [],
        ...all,
      },
      {
        operation: 'PutRetentionPolicy',
        input: { logGroupName: '/trailmend/audit', retentionInDays: 365 },
        needs: ['CreateLogGroup'],
        ...all,
      },
      {
        operation: 'CreateRole',
        input: {
          RoleName: ROLE,
          Path: '/trailmend/',
          Description: 'Lets CloudTrail deliver the trail audit (us-east-1) to CloudWatch Logs. Made by trailmend.',
          AssumeRolePolicyDocument: TRUST_DOCUMENT,
          PermissionsBoundary: SETTINGS.deliveryRoleBoundaryArn,
          Tags: [{ Key: 'trailmend:trail', Value: ID.arn }],
        },
        needs: [],
        ...all,
      },
      {
        operation: 'PutRolePolicy',
        input: { RoleName: ROLE, PolicyName: 'trailmend-delivery', PolicyDocument: policy },
        needs: ['CreateRole'],
        ...all,
      },
      {
        operation: 'UpdateTrail',
        input: {
          Name: ID.arn,
          CloudWatchLogsLogGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*',
          CloudWatchLogsRoleArn: `arn:aws:iam::111122223333:role/trailmend/${ROLE}`,
        },
        needs: ['CreateLogGroup', 'PutRetentionPolicy', 'CreateRole', 'PutRolePolicy'],
        ...all,
      },
    ],
  });
});

test('what is there of an earlier run is taken up: the role gets the policy for the group, and nothing is made', () => {
  const deliveryPolicyOfOther = read(deliveryPolicy(ID, 'another'));
  const facts = blankedFacts({
    candidateGroups: read([ourGroup({ retentionDays: 30 })]),
    candidateRoles: read([ourRole({ deliveryPolicy: deliveryPolicyOfOther })]),
  });
  expect(planned(facts).steps.map(({ operation, needs }) => [operation, needs])).toEqual([
    ['PutRetentionPolicy', []],
    ['PutRolePolicy', []],
    ['UpdateTrail', ['PutRetentionPolicy', 'PutRolePolicy']],
  ]);
});

test('a new group is encrypted with the key that the stack names', () => {
  const logGroupKmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';
  const [create] = planned(blankedFacts(), settingsWith({ logGroupKmsKeyArn })).steps;
  expect(create?.input).toMatchObject({ kmsKeyId: logGroupKmsKeyArn });
});

describe('what could not be read is refused with the call that should have told', () => {
  test('of the trail', () => {
    const facts = factsWith({ currentGroup: unread('denied') });
    const detail = 'DescribeLogGroups could not be read: denied';
    expect(planned(facts)).toEqual({
      steps: [],
      refused: (['log-group-missing', 'log-group-class', 'retention-short', 'retention-unset'] as const).map(
        (rule) => ({ rule, reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR }),
      ),
    });
  });

  test('of the metric filters', () => {
    const facts = factsWith({ metricFilters: unread('denied') });
    expect(planned(facts, settingsWith({ metricFilters: 'cis' }))).toEqual({
      steps: [],
      refused: [
        {
          rule: 'metric-filters',
          reason: 'unread-fact',
          detail: 'DescribeMetricFilters could not be read: denied',
          whoCanAct: ADMINISTRATOR,
        },
      ],
    });
  });

  test('of the data events', () => {
    const facts = blankedFacts({ eventSelectors: unread('denied') });
    const refusal = {
      reason: 'unread-fact',
      detail: 'whether the trail records data events could not be read: denied',
      whoCanAct: ADMINISTRATOR,
    };
    expect(planned(facts)).toEqual({ steps: [], refused: DELIVERY.map((rule) => ({ rule, ...refusal })) });
  });
});

describe('what was read and is not clear is refused as such', () => {
  test.each<[string, Partial<TrailFacts>, string, string]>([
    [
      'a trust that nobody understands',
      { currentRole: read({ arn: PERFECT_TRAIL.roleArn, trustDocument: 'x' }) },
      'role-trust',
      'GetRole does not tell for sure: the trust document is not understood',
    ],
    [
      'a simulation that says nothing',
      { simulation: read([]) },
      'role-permissions',
      'SimulatePrincipalPolicy does not tell for sure: the simulation says nothing of any log stream',
    ],
  ])('%s', (_name, changes, rule, detail) => {
    const facts = factsWith({ status: read({ isLogging: true }), ...changes });
    expect(planned(facts).refused).toEqual([{ rule, reason: 'undecided', detail, whoCanAct: ADMINISTRATOR }]);
  });

  test.each<[string, Partial<TrailFacts>]>([
    ['no role', { currentRole: unread('denied') }],
    ['no simulation', { simulation: unread('denied') }],
    [
      'no status',
      { status: unread('denied'), currentRole: read({ arn: '', trustDocument: 'x' }), simulation: read([]) },
    ],
  ])('and as unread where there is %s', (_name, changes) => {
    const facts = factsWith({ status: read({ isLogging: true }), ...changes });
    expect(new Set(planned(facts).refused.map(({ reason }) => reason))).toEqual(new Set(['unread-fact']));
  });
});

test('a trail that has all that trailmend could give it is left alone, with what is wrong all the same', () => {
  const trail = read({
    ...PERFECT_TRAIL,
    logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*',
    roleArn: deliveryRoleArn(ID, ROLE),
  });
  const facts = factsWith({
    trail,
    status: read({ isLogging: true, logsDeliveryError: 'Access denied.', latestDelivery: NOW }),
    currentGroup: read({ ...ourGroup(), isOurs: read(true) }),
    candidateRoles: read([ourRole()]),
    change: { at: '2026-11-20T08:00:00.000Z' },
  });
  const refusal = {
    reason: 'nothing-to-change',
    detail: `the trail has a usable log group and a delivery role as trailmend makes it, and all the same: LatestCloudWatchLogsDeliveryError is "Access denied."; delivered to the bucket at ${NOW}, to CloudWatch Logs never`,
    whoCanAct:
      'an administrator of the account, by looking for what denies to the role or disables the key of the log group',
  };
  const rules = ['delivery-error', 'delivery-stale'];
  expect(planned(facts)).toEqual({ steps: [], refused: rules.map((rule) => ({ rule, ...refusal })) });
});

describe('the findings of a trail that is not to be written to are refused', () => {
  test.each<[string, Partial<TrailFacts>, object]>([
    [
      'out of scope',
      { tags: read({ 'trailmend:exclude': 'true' }) },
      {
        reason: 'out-of-scope',
        detail: 'Excluded by the tag trailmend:exclude: "true".',
        whoCanAct: 'the owner of the trail',
      },
    ],
    [
      'where the scope is unread',
      { tags: unread('denied') },
      {
        reason: 'unread-fact',
        detail: 'Whether the trail is excluded could not be read: denied',
        whoCanAct: ADMINISTRATOR,
      },
    ],
  ])('%s', (_name, changes, refusal) => {
    expect(planned(blankedFacts(changes))).toEqual({
      steps: [],
      refused: DELIVERY.map((rule) => ({ rule, ...refusal })),
    });
  });
});

test('a group that the trail leaves gets no longer retention, and the one it keeps does', () => {
  const ours = { ...ourGroup({ retentionDays: 30 }), isOurs: read(true) };
  const trail = read({
    ...PERFECT_TRAIL,
    logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*',
  });
  const short = factsWith({ trail, currentGroup: read(ours) });
  expect(planned(short)).toEqual({
    steps: [
      {
        operation: 'PutRetentionPolicy',
        input: { logGroupName: '/trailmend/audit', retentionInDays: 365 },
        needs: [],
        repairs: ['retention-short'],
      },
    ],
    refused: [],
  });
  const other = { ...ours, class: 'INFREQUENT_ACCESS' };
  const left = factsWith({
    trail,
    currentGroup: read(other),
    candidateGroups: read([ourGroup({ class: other.class })]),
  });
  const retained = planned(left).steps.filter(({ operation }) => operation === 'PutRetentionPolicy');
  expect(retained.map(({ input, repairs }) => [input, repairs])).toEqual([
    [{ logGroupName: '/trailmend/audit-8d14af72', retentionInDays: 365 }, ['log-group-class', 'retention-short']],
  ]);
});
