import { describe, expect, test } from '@jest/globals';
import { deliveryPolicy, deliveryRoleArn, TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../../../lambda/core/integration/names.ts';
import { type History, NO_HISTORY, type RepairFacts, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { Assessment, Plan } from '../../../../lambda/core/model/plan.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { needsRepairFacts, planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  REPAIR_FACTS,
  read,
  repairFactsWith,
  SETTINGS,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const ADMINISTRATOR = 'an administrator of the account';
const ROLE = deliveryRoleName(ID, 1);
const STOPPED = triggerWith({ eventName: 'StopLogging' });
const DELIVERY = ['log-group-not-set', 'role-not-set'] as const;

/** What beside the facts differs from a repair with nothing prepared and nothing remembered. */
interface Changes {
  readonly settings?: Settings;
  readonly repairFacts?: RepairFacts;
  readonly history?: History;
}

function planned(facts: TrailFacts, changes: Changes = {}): Plan {
  const { settings = SETTINGS, repairFacts = REPAIR_FACTS } = changes;
  return planFor(assessed(facts, changes), { trigger: STOPPED, settings, repairFacts });
}

function assessed(facts: TrailFacts, { settings = SETTINGS, history = NO_HISTORY }: Changes = {}): Assessment {
  return { facts, findings: assess(facts, settings, history), scope: scopeOf(facts, settings) };
}

test('repairs a blank trail with a group, its retention, a role, its policy, and then UpdateTrail', () => {
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
          Description: 'Lets CloudTrail deliver the trail audit (us-east-1) to CloudWatch Logs. Created by trailmend.',
          AssumeRolePolicyDocument: TRUST_DOCUMENT,
          PermissionsBoundary: SETTINGS.deliveryRoleBoundaryArn,
          Tags: [{ Key: 'trailmend:trail', Value: ID.arn }],
        },
        needs: ['CreateLogGroup'],
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

describe('the accepted log group', () => {
  const usesLedger = (facts: TrailFacts, group: ReturnType<typeof ourGroup>, candidates = [group]) => {
    const repairFacts = repairFactsWith({ acceptedGroup: read(group), candidateGroups: read(candidates) });
    return planned(facts, { repairFacts }).steps.at(-1)?.fromLedger;
  };
  const theirs = ourGroup({ name: 'audit-logs', tags: read({}) });

  test('is known from the ledger alone if the trail names another one, or none', () => {
    expect(usesLedger(blankedFacts(), theirs, [])).toBe(true);
    const trail = read({ ...PERFECT_TRAIL, logGroupArn: PERFECT_TRAIL.logGroupArn.replace('audit-logs', 'gone') });
    expect(usesLedger(factsWith({ trail, currentGroup: read('missing') }), theirs, [])).toBe(true);
    expect(usesLedger(blankedFacts(), ourGroup({ tags: read({}) }))).toBe(true);
  });

  test('is known from AWS if it has the tag of trailmend, or the trail names it', () => {
    expect(usesLedger(blankedFacts(), ourGroup())).toBeUndefined();
    const facts = factsWith({
      trail: read({ ...PERFECT_TRAIL, roleArn: '' }),
      currentRole: read('none'),
    });
    expect(usesLedger(facts, theirs, [])).toBeUndefined();
  });
});

test('reuses what an earlier run left: the role gets the policy for the group, and nothing is created', () => {
  const deliveryPolicyOfOther = read(deliveryPolicy(ID, 'another'));
  const repairFacts = repairFactsWith({
    candidateGroups: read([ourGroup({ retentionDays: 30 })]),
    candidateRoles: read([ourRole({ deliveryPolicy: deliveryPolicyOfOther })]),
  });
  expect(planned(blankedFacts(), { repairFacts }).steps.map(({ operation, needs }) => [operation, needs])).toEqual([
    ['PutRetentionPolicy', []],
    ['PutRolePolicy', []],
    ['UpdateTrail', ['PutRetentionPolicy', 'PutRolePolicy']],
  ]);
});

test('creates a role without a boundary where none is known, and a role for an existing group at once', () => {
  const settings = settingsWith({ deliveryRoleBoundaryArn: '' });
  const repairFacts = repairFactsWith({ candidateGroups: read([ourGroup()]) });
  const [create, ...others] = planned(blankedFacts(), { settings, repairFacts }).steps;
  expect(create).toMatchObject({ operation: 'CreateRole', needs: [] });
  expect(create?.input).not.toHaveProperty('PermissionsBoundary');
  expect(others.map(({ operation }) => operation)).toEqual(['PutRolePolicy', 'UpdateTrail']);
  expect(planned(blankedFacts()).steps[0]?.input).not.toHaveProperty('kmsKeyId');
});

test('refuses a repair while the roles under its names are unread, or all of them are taken', () => {
  const reasons = (changes: Partial<RepairFacts>) =>
    planned(blankedFacts(), { repairFacts: repairFactsWith(changes) }).refused.map(({ reason }) => reason);
  expect(reasons({ candidateRoles: unread('denied') })).toEqual(['unread-fact', 'unread-fact']);
  expect(reasons({ candidateGroups: unread('denied') })).toEqual(['unread-fact', 'unread-fact']);
  const taken = read(Array.from({ length: 9 }, (_, index) => ourRole({ path: '/' }, index + 1)));
  expect(reasons({ candidateRoles: taken })).toEqual(['names-taken', 'names-taken']);
});

test('looks again at a late delivery', () => {
  const facts = factsWith({ status: read({ isLogging: true, latestDelivery: NOW }) });
  const finding = { rule: 'delivery-stale', verdict: 'undecided', evidence: { source: 's', saw: 'late' } } as const;
  const plan = planFor(
    { facts, findings: [finding], scope: { scope: 'in' } },
    { trigger: STOPPED, settings: SETTINGS, repairFacts: REPAIR_FACTS },
  );
  expect(plan.refused).toMatchObject([{ rule: 'delivery-stale', reason: 'awaiting-second-look' }]);
});

test('starts a trail that was seen logging', () => {
  const facts = factsWith({ status: read({ isLogging: false }) });
  const memory = { ...NO_MEMORY, seenLogging: NOW };
  const plan = planFor(assessed(facts), { trigger: STOPPED, settings: SETTINGS, memory });
  expect(plan.steps.map(({ operation }) => operation)).toEqual(['StartLogging']);
});

test('encrypts a new group with the key that the stack names', () => {
  const logGroupKmsKeyArn = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd';
  const [create] = planned(blankedFacts(), { settings: settingsWith({ logGroupKmsKeyArn }) }).steps;
  expect(create?.input).toMatchObject({ kmsKeyId: logGroupKmsKeyArn });
});

describe('refuses what could not be read, and names the call', () => {
  test('of the trail', () => {
    const facts = factsWith({ currentGroup: unread('denied') });
    const detail = 'trailmend could not read DescribeLogGroups: denied';
    expect(planned(facts)).toEqual({
      steps: [],
      refused: (['log-group-missing', 'log-group-class', 'retention-short', 'retention-unset'] as const).map(
        (rule) => ({ rule, reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR }),
      ),
    });
  });

  test('of the metric filters', () => {
    const facts = factsWith({ metricFilters: unread('denied') });
    expect(planned(facts, { settings: settingsWith({ metricFilters: 'cis' }) })).toEqual({
      steps: [],
      refused: [
        {
          rule: 'metric-filters',
          reason: 'unread-fact',
          detail: 'trailmend could not read DescribeMetricFilters: denied',
          whoCanAct: ADMINISTRATOR,
        },
      ],
    });
  });

  test('of the data events', () => {
    const facts = blankedFacts({ eventSelectors: unread('denied') });
    const refusal = {
      reason: 'unread-fact',
      detail: 'trailmend could not read whether the trail records data events: denied',
      whoCanAct: ADMINISTRATOR,
    };
    expect(planned(facts)).toEqual({ steps: [], refused: DELIVERY.map((rule) => ({ rule, ...refusal })) });
  });
});

describe('refuses what was read and is not clear as undecided', () => {
  test.each<[string, Partial<TrailFacts>, string, string]>([
    [
      'a trust policy that is not understood',
      { currentRole: read({ arn: PERFECT_TRAIL.roleArn, trustDocument: 'x' }) },
      'role-trust',
      'GetRole is inconclusive: trailmend does not understand the trust policy',
    ],
    [
      'a simulation that says nothing',
      { simulation: read([]) },
      'role-permissions',
      'SimulatePrincipalPolicy is inconclusive: the simulation returned no result',
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
  ])('but as unread where there is %s', (_name, changes) => {
    const facts = factsWith({ status: read({ isLogging: true }), ...changes });
    expect(new Set(planned(facts).refused.map(({ reason }) => reason))).toEqual(new Set(['unread-fact']));
  });
});

test('changes nothing about a trail that has everything that trailmend could give it, and says what is still wrong', () => {
  const trail = read({
    ...PERFECT_TRAIL,
    logGroupArn: 'arn:aws:logs:us-east-1:111122223333:log-group:/trailmend/audit:*',
    roleArn: deliveryRoleArn(ID, ROLE),
  });
  const facts = factsWith({
    trail,
    status: read({ isLogging: true, logsDeliveryError: 'Access denied.', latestDelivery: NOW }),
    currentGroup: read({ ...ourGroup(), isOurs: read(true) }),
  });
  const repairFacts = repairFactsWith({ candidateRoles: read([ourRole()]) });
  const history = { ...NO_HISTORY, change: { at: '2026-11-20T08:00:00.000Z' } };
  const refusal = {
    reason: 'nothing-to-change',
    detail: `the trail has a usable log group and trailmend's own delivery role, but LatestCloudWatchLogsDeliveryError is "Access denied."`,
    whoCanAct: 'an administrator of the account (find the policy that denies the role access)',
  };
  expect(planned(facts, { repairFacts, history })).toEqual({
    steps: [],
    refused: [{ rule: 'delivery-error', ...refusal }],
  });
});

describe('refuses the findings of a trail that trailmend may not change', () => {
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
      'where the scope could not be read',
      { tags: unread('denied') },
      {
        reason: 'unread-fact',
        detail: 'trailmend could not read whether the trail is excluded: denied',
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

test('raises the retention of a group that the trail keeps, and not of one that it leaves', () => {
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
  const status = read({ isLogging: true, latestLogsDelivery: NOW, logsDeliveryError: 'Access denied.' });
  const left = factsWith({ trail, currentGroup: read(other), status });
  const repairFacts = repairFactsWith({ candidateGroups: read([ourGroup({ class: other.class })]) });
  const retained = planned(left, { repairFacts }).steps.filter(({ operation }) => operation === 'PutRetentionPolicy');
  expect(retained.map(({ input, repairs }) => [input, repairs])).toEqual([
    [
      { logGroupName: '/trailmend/audit-8d14af72', retentionInDays: 365 },
      ['log-group-class', 'delivery-error', 'retention-short'],
    ],
  ]);
});

describe('repair facts', () => {
  test.each<[string, TrailFacts, boolean]>([
    ['are needed when something about the delivery is broken', blankedFacts(), true],
    ['are not needed when it could not be read', factsWith({ currentGroup: unread('denied') }), false],
    ['are not needed when nothing is wrong', PERFECT_FACTS, false],
    ['are not needed for a trail that does not log', factsWith({ status: read({ isLogging: false }) }), false],
    ['are not needed out of scope', blankedFacts({ tags: read({ 'trailmend:exclude': 'true' }) }), false],
  ])('%s', (_name, facts, expected) => expect(needsRepairFacts(assessed(facts))).toBe(expected));

  test('are demanded, never replaced by a guess', () => {
    const context = { trigger: STOPPED, settings: SETTINGS };
    expect(() => planFor(assessed(blankedFacts()), context)).toThrow('without its repair facts');
    expect(planFor(assessed(PERFECT_FACTS), context)).toEqual({ steps: [], refused: [] });
  });
});
