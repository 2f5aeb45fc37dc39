import { describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import type { CurrentGroup, Trail, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { actionable, advisory, findTargetChange } from '../../../../lambda/core/model/finding.ts';
import { CONCERNS, type RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { factsWith, NOW, PERFECT_TRAIL, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const OURS: CurrentGroup = { name: '/trailmend/audit', class: 'STANDARD', retentionDays: 365, isOurs: read(true) };
const ELSEWHERE = 'arn:aws:logs:eu-west-1:999988887777:log-group:audit-logs:*';
const QUIET = read({ isLogging: true });

const trailWith = (changes: Partial<Trail>) => factsWith({ trail: read({ ...PERFECT_TRAIL, ...changes }) });
const groupWith = (changes: Partial<CurrentGroup>) => factsWith({ currentGroup: read({ ...OURS, ...changes }) });
const ofFilters = MONITORING_FILTERS.slice(1).map(({ metric, pattern }) => {
  return { name: `trailmend-${metric}`, pattern, metric, namespace: 'Trailmend', value: '1', isNarrowed: false };
});
const { retentionDays: _, ...OURS_WITHOUT_RETENTION } = OURS;

/** For each rule: facts that break it, where that was seen, and what was seen, as people read it. */
const BROKEN: Readonly<Record<RuleId, readonly [TrailFacts, string, string]>> = {
  'log-group-not-set': [trailWith({ logGroupArn: '' }), 'GetTrail', 'CloudWatchLogsLogGroupArn is not set'],
  'log-group-arn-malformed': [
    trailWith({ logGroupArn: 'audit-logs' }),
    'GetTrail',
    'CloudWatchLogsLogGroupArn is no log group ARN ending in ":*": audit-logs',
  ],
  'log-group-elsewhere': [
    trailWith({ logGroupArn: ELSEWHERE }),
    'GetTrail',
    `the log group is in account 999988887777, region eu-west-1: ${ELSEWHERE}`,
  ],
  'log-group-missing': [
    factsWith({ currentGroup: read('missing') }),
    'DescribeLogGroups',
    'no log group has the name that the trail uses',
  ],
  'log-group-class': [
    groupWith({ class: 'INFREQUENT_ACCESS' }),
    'DescribeLogGroups',
    'the log group /trailmend/audit is of class INFREQUENT_ACCESS',
  ],
  'role-not-set': [trailWith({ roleArn: '' }), 'GetTrail', 'CloudWatchLogsRoleArn is not set'],
  'role-missing': [
    factsWith({ status: QUIET, currentRole: read('missing') }),
    'GetRole',
    'no role has the ARN that the trail uses',
  ],
  'role-trust': [
    factsWith({ status: QUIET, currentRole: read({ arn: PERFECT_TRAIL.roleArn, trustDocument: '{"Statement":[]}' }) }),
    'GetRole',
    'no statement lets cloudtrail.amazonaws.com assume the role',
  ],
  'role-permissions': [
    factsWith({
      status: QUIET,
      simulation: read([
        { action: 'logs:CreateLogStream', resource: 'its-streams', decision: 'implicitDeny', missingContext: [] },
      ]),
    }),
    'SimulatePrincipalPolicy',
    'logs:CreateLogStream on its-streams is denied (implicitDeny) by the policies of the role',
  ],
  'not-logging': [factsWith({ status: read({ isLogging: false }) }), 'GetTrailStatus', 'IsLogging is false'],
  'delivery-error': [
    factsWith({ status: read({ isLogging: true, logsDeliveryError: 'Access denied.' }) }),
    'GetTrailStatus',
    'LatestCloudWatchLogsDeliveryError is "Access denied."',
  ],
  'delivery-stale': [
    factsWith({ change: { at: '2026-11-20T08:00:00.000Z' }, status: read({ isLogging: true, latestDelivery: NOW }) }),
    'GetTrailStatus',
    `delivered to the bucket at ${NOW}, to CloudWatch Logs never`,
  ],
  'retention-short': [
    groupWith({ retentionDays: 30 }),
    'DescribeLogGroups',
    'our log group /trailmend/audit has a retention of 30 days, RetentionDays is 365',
  ],
  'retention-unset': [
    factsWith({ currentGroup: read({ ...OURS_WITHOUT_RETENTION, createdMs: Date.parse(NOW) }) }),
    'DescribeLogGroups',
    'our log group /trailmend/audit has no retention, RetentionDays is 365',
  ],
  'metric-filters': [
    factsWith({ metricFilters: read(ofFilters.slice(1)) }),
    'DescribeMetricFilters',
    'missing or changed: trailmend-UnauthorizedCalls, trailmend-SignInWithoutMfa',
  ],
  'target-changed': [
    factsWith({ knownGroups: ['the-former', 'the-one-of-a-killed-run'] }),
    'GetTrail',
    `the log group is ${PERFECT_TRAIL.logGroupArn}; when the trail was last whole it was the-former`,
  ],
  'retention-foreign': [
    groupWith({ name: 'audit-logs', retentionDays: 364, isOurs: read(false) }),
    'DescribeLogGroups',
    'the log group audit-logs has a retention of 364 days, RetentionDays is 365',
  ],
  'single-region': [
    trailWith({ isMultiRegion: false }),
    'GetTrail',
    'the trail records us-east-1 alone (IsMultiRegionTrail)',
  ],
  'no-file-validation': [trailWith({ logFileValidation: false }), 'GetTrail', 'LogFileValidationEnabled is false'],
  'not-encrypted': [trailWith({ kmsKeyId: '' }), 'GetTrail', 'KmsKeyId is not set'],
  'no-management-events': [
    factsWith({ eventSelectors: read({ logsManagementEvents: false, dataEvents: [] }) }),
    'GetEventSelectors',
    'no selector of the trail takes management events',
  ],
};

const NAMES = Object.keys(CONCERNS) as RuleId[];

test.each(NAMES)('%s: what broke it is told, and where that was seen', (rule) => {
  const [facts, source, saw] = BROKEN[rule];
  const found = assess(facts, SETTINGS).find((finding) => finding.rule === rule);
  expect(found).toEqual({ rule, verdict: 'violated', evidence: { source, saw } });
});

test.each<[keyof TrailFacts, readonly (readonly [RuleId, string])[]]>([
  [
    'trail',
    [
      ['log-group-not-set', 'GetTrail'],
      ['log-group-arn-malformed', 'GetTrail'],
      ['log-group-elsewhere', 'GetTrail'],
      ['role-not-set', 'GetTrail'],
      ['delivery-error', 'GetTrail'],
      ['delivery-stale', 'GetTrail'],
      ['single-region', 'GetTrail'],
      ['no-file-validation', 'GetTrail'],
      ['not-encrypted', 'GetTrail'],
    ],
  ],
  [
    'currentGroup',
    [
      ['log-group-missing', 'DescribeLogGroups'],
      ['log-group-class', 'DescribeLogGroups'],
      ['retention-short', 'DescribeLogGroups'],
      ['retention-unset', 'DescribeLogGroups'],
      ['retention-foreign', 'DescribeLogGroups'],
    ],
  ],
  ['metricFilters', [['metric-filters', 'DescribeMetricFilters']]],
  ['eventSelectors', [['no-management-events', 'GetEventSelectors']]],
])('without the fact %s nobody can tell, and why is told', (fact, rules) => {
  const findings = assess(factsWith({ [fact]: unread('denied') }), SETTINGS);
  expect(findings).toEqual(
    rules.map(([rule, source]) => ({ rule, verdict: 'undecided', evidence: { source, saw: 'denied' } })),
  );
});

test('without the facts of a role that no delivery proves nobody can tell, and why is told', () => {
  const facts = factsWith({ status: QUIET, currentRole: unread('no role'), simulation: unread('no simulation') });
  expect(assess(facts, SETTINGS)).toEqual([
    { rule: 'role-missing', verdict: 'undecided', evidence: { source: 'GetRole', saw: 'no role' } },
    { rule: 'role-trust', verdict: 'undecided', evidence: { source: 'GetRole', saw: 'no role' } },
    {
      rule: 'role-permissions',
      verdict: 'undecided',
      evidence: { source: 'SimulatePrincipalPolicy', saw: 'no simulation' },
    },
  ]);
});

test('a role that looks broken is left undecided where nobody knows whether AWS delivers', () => {
  const [broken] = BROKEN['role-trust'];
  const found = assess({ ...broken, status: unread('denied') }, SETTINGS).find(({ rule }) => rule === 'role-trust');
  expect(found).toEqual({
    rule: 'role-trust',
    verdict: 'undecided',
    evidence: {
      source: 'GetRole',
      saw: `${BROKEN['role-trust'][2]}; whether AWS delivers all the same could not be read: denied`,
    },
  });
});

describe('a group is not blamed for its retention', () => {
  test.each<[string, Partial<CurrentGroup>]>([
    ['when it is just long enough', { retentionDays: 365 }],
    ['when it is longer', { retentionDays: 366 }],
    ['when somebody else made it, and it keeps as long', { retentionDays: 365, isOurs: read(false) }],
    ['when nobody asked whose it is', { retentionDays: 30, isOurs: read('not-asked') }],
  ])('%s', (_name, changes) => expect(assess(groupWith(changes), SETTINGS)).toEqual([]));

  test('when it never expires, and somebody else made it', () => {
    const currentGroup = read({ ...OURS_WITHOUT_RETENTION, isOurs: read(false) });
    expect(assess(factsWith({ currentGroup }), SETTINGS)).toEqual([]);
  });

  test('but nobody can tell where its tags could not be read', () => {
    expect(assess(groupWith({ retentionDays: 30, isOurs: unread('denied') }), SETTINGS)).toEqual(
      ['retention-short', 'retention-foreign'].map((rule) => {
        return { rule, verdict: 'undecided', evidence: { source: 'ListTagsForResource', saw: 'denied' } };
      }),
    );
  });
});

describe('deliveries say nothing of a trail', () => {
  const status = read({ isLogging: true, logsDeliveryError: 'Access denied.' });
  test.each<[string, Partial<Trail>]>([
    ['that names no group', { logGroupArn: '' }],
    ['that names no role', { roleArn: '' }],
  ])('%s', (_name, changes) => {
    const facts = { ...trailWith(changes), status };
    expect(assess(facts, SETTINGS).map(({ rule }) => rule)).not.toContain('delivery-error');
  });
});

test('the delivery to CloudWatch Logs is told with its time where there was one', () => {
  const latestLogsDelivery = '2026-11-20T08:00:00.000Z';
  const facts = factsWith({ status: read({ isLogging: true, latestLogsDelivery, latestDelivery: NOW }) });
  const found = assess(facts, SETTINGS).find(({ rule }) => rule === 'delivery-stale');
  expect(found).toMatchObject({
    evidence: { saw: `delivered to the bucket at ${NOW}, to CloudWatch Logs ${latestLogsDelivery}` },
  });
});

describe('the log group is no other than before', () => {
  test.each<[string, TrailFacts]>([
    ['when it is one of those that are known', factsWith({ knownGroups: ['x', PERFECT_TRAIL.logGroupArn] })],
    ['when none is known', factsWith({ knownGroups: [] })],
    ['when nobody can read the trail', factsWith({ knownGroups: ['x'], trail: unread('denied') })],
    ['when the trail names none', { ...trailWith({ logGroupArn: '' }), knownGroups: ['x'] }],
  ])('%s', (_name, facts) => expect(findTargetChange(assess(facts, SETTINGS))).toBeUndefined());
});

test('what is only told is not repaired, and a moved target is no advice', () => {
  const ids = (found: readonly { readonly rule: string }[]) => found.map(({ rule }) => rule);
  const findings = NAMES.flatMap((rule) => assess(BROKEN[rule][0], SETTINGS).filter((found) => found.rule === rule));
  const advice = ['retention-foreign', 'single-region', 'no-file-validation', 'not-encrypted', 'no-management-events'];
  expect(ids(advisory(findings))).toEqual(advice);
  expect(ids(actionable(findings))).toEqual(
    NAMES.filter((rule) => rule !== 'target-changed' && !advice.includes(rule)),
  );
  expect(findTargetChange(findings)?.rule).toBe('target-changed');
});
