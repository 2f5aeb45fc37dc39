import { GetEventSelectorsCommand, GetTrailStatusCommand, ListTagsCommand } from '@aws-sdk/client-cloudtrail';
import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { quickChecker } from '../../../../lambda/aws/read/quick-check.ts';
import { DELIVERY_ACTIONS, TRUST_DOCUMENT } from '../../../../lambda/core/integration/delivery-role.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import { ID, NOW, PERFECT_TRAIL, read, SETTINGS } from '../../../support/perfect-trail.ts';
import { mockedReaders } from '../mocked.ts';

const { cloudTrail, logs, iam, organizations } = mockedReaders();
const glance = quickChecker(clientsFor('eu-west-1'), SETTINGS);

const ROLE = { Arn: PERFECT_TRAIL.roleArn, Path: '', RoleName: '', RoleId: '', CreateDate: new Date(0) };
const DELIVERING = { IsLogging: true, LatestCloudWatchLogsDeliveryTime: new Date('2026-11-20T08:57:00Z') };

beforeEach(() => {
  for (const mock of [cloudTrail, logs, iam, organizations]) mock.reset();
  cloudTrail.on(GetTrailStatusCommand).resolves(DELIVERING);
  cloudTrail.on(ListTagsCommand).resolves({ ResourceTagList: [] });
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: 'audit-logs', retentionInDays: 400 }] });
});

function callsOf(): readonly string[] {
  return [cloudTrail, logs, iam]
    .flatMap((mock) => mock.calls().map(({ args }) => args[0].constructor.name.replace(/Command$/, '')))
    .sort();
}

function findingsOf(facts: TrailFacts): readonly string[] {
  return assess(facts, SETTINGS).map(({ rule, verdict }) => `${rule} ${verdict}`);
}

describe('a trail to which AWS delivered lately', () => {
  test('is known to be whole and in scope after three calls', async () => {
    const facts = await glance(PERFECT_TRAIL, ID, NOW);
    expect(callsOf()).toEqual(['DescribeLogGroups', 'GetTrailStatus', 'ListTags']);
    expect(facts).toMatchObject({ now: NOW, id: ID, gone: false, trail: read(PERFECT_TRAIL) });
    expect(facts.currentRole).toEqual(read('not-asked'));
    expect(findingsOf(facts)).toEqual([]);
    expect(scopeOf(facts, SETTINGS)).toEqual({ scope: 'in' });
  });

  test('is asked about event selectors of its own with a fourth', async () => {
    await glance({ ...PERFECT_TRAIL, hasCustomEventSelectors: true }, ID, NOW);
    expect(callsOf()).toEqual(['DescribeLogGroups', 'GetEventSelectors', 'GetTrailStatus', 'ListTags']);
  });
});

test('six calls prove the delivery of a trail to which AWS did not deliver lately', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  iam.on(GetRoleCommand).resolves({
    Role: { ...ROLE, AssumeRolePolicyDocument: encodeURIComponent(TRUST_DOCUMENT) },
  });
  iam.on(SimulatePrincipalPolicyCommand).resolves({
    EvaluationResults: DELIVERY_ACTIONS.map((EvalActionName) => ({ EvalActionName, EvalDecision: 'allowed' })),
  });
  cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{}] });
  const facts = await glance({ ...PERFECT_TRAIL, hasCustomEventSelectors: true }, ID, NOW);
  expect(callsOf()).toEqual([
    'DescribeLogGroups',
    'GetEventSelectors',
    'GetRole',
    'GetTrailStatus',
    'ListTags',
    'SimulatePrincipalPolicy',
  ]);
  expect(findingsOf(facts)).toEqual([]);
});

test('of an organization trail the organization is asked for, and the role simulated on its streams too', async () => {
  const members = quickChecker(clientsFor('eu-west-1'), { ...SETTINGS, organizationTrails: true });
  const trail = { ...PERFECT_TRAIL, isOrganizationTrail: true };
  await members(trail, ID, NOW);
  expect(callsOf()).toEqual(['DescribeLogGroups', 'GetTrailStatus', 'ListTags']);

  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  const Organization = { Id: 'o-exampleorgid', MasterAccountId: ID.account };
  organizations.on(DescribeOrganizationCommand).resolves({ Organization });
  await members(trail, ID, NOW);
  expect(iam.commandCalls(SimulatePrincipalPolicyCommand)).toHaveLength(2);
  expect(organizations.calls()).toHaveLength(1);
});

test('a change that trailmend remembers is proof for a while', async () => {
  cloudTrail
    .on(GetTrailStatusCommand)
    .resolves({ IsLogging: true, LatestCloudWatchLogsDeliveryError: 'Access denied' });
  const { logGroupArn, roleArn } = PERFECT_TRAIL;
  const change = { at: NOW, accepted: { logGroupArn, roleArn } };
  const facts = await glance(PERFECT_TRAIL, ID, NOW, change);
  expect(facts.change).toEqual(change);
  expect(callsOf()).toEqual(['DescribeLogGroups', 'GetTrailStatus', 'ListTags']);
  expect(findingsOf(facts)).toEqual([]);
});

test('its role is looked up when AWS did not deliver lately', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  iam.on(GetRoleCommand).rejects(Object.assign(new Error('none'), { name: 'NoSuchEntityException' }));
  const facts = await glance(PERFECT_TRAIL, ID, NOW);
  expect(iam.commandCalls(GetRoleCommand).map(({ args }) => args[0].input)).toEqual([
    { RoleName: 'CloudTrail_CloudWatchLogs_Role' },
  ]);
  expect(findingsOf(facts)).toContain('role-missing violated');
});

test('a trail that names nothing is known to be broken, whatever it delivered before', async () => {
  const facts = await glance({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '' }, ID, NOW);
  expect(callsOf()).toEqual(['GetTrailStatus', 'ListTags']);
  expect(findingsOf(facts)).toEqual(['log-group-not-set violated', 'role-not-set violated']);
});

test('without its status nothing is taken for proven', async () => {
  cloudTrail.on(GetTrailStatusCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  iam.on(GetRoleCommand).resolves({});
  const facts = await glance(PERFECT_TRAIL, ID, NOW);
  expect(findingsOf(facts)).toEqual(
    ['role-missing', 'role-trust', 'role-permissions', 'not-logging', 'delivery-error', 'delivery-stale'].map(
      (rule) => `${rule} undecided`,
    ),
  );
});

test('with MetricFilters cis the filters of a group of ours take two calls more, and no other group takes any', async () => {
  const cis = quickChecker(clientsFor('eu-west-1'), { ...SETTINGS, metricFilters: 'cis' });
  await cis(PERFECT_TRAIL, ID, NOW);
  expect(callsOf()).toEqual(['DescribeLogGroups', 'GetTrailStatus', 'ListTags']);

  logs.reset();
  logs.on(DescribeLogGroupsCommand).resolves({ logGroups: [{ logGroupName: '/trailmend/audit' }] });
  logs.on(ListTagsForResourceCommand).resolves({ tags: { 'trailmend:trail': ID.arn } });
  logs.on(DescribeMetricFiltersCommand).resolves({ metricFilters: [] });
  const facts = await cis({ ...PERFECT_TRAIL, logGroupArn: logGroupArn(ID, '/trailmend/audit') }, ID, NOW);
  expect(findingsOf(facts)).toEqual(['metric-filters violated']);
  expect(logs.calls()).toHaveLength(3);
});
