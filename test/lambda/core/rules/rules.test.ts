import { describe, expect, test } from '@jest/globals';
import { MONITORING_FILTERS } from '../../../../lambda/core/integration/cis-filters.ts';
import { type History, type LateDelivery, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { actionable, advisory, findTargetChange, weakenings } from '../../../../lambda/core/model/finding.ts';
import type { CurrentGroup } from '../../../../lambda/core/model/log-group.ts';
import type { CandidateRole } from '../../../../lambda/core/model/role.ts';
import { CONCERNS, isAboutWeakening, type RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Trail, TrailStatus } from '../../../../lambda/core/model/trail.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  factsWith,
  NOW,
  ourRole,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  POSTURE,
  read,
  SETTINGS,
  selecting,
  unread,
} from '../../../support/perfect-trail.ts';

const OURS: CurrentGroup = { name: '/trailmend/audit', class: 'STANDARD', retentionDays: 365, isOurs: read(true) };
const ELSEWHERE = 'arn:aws:logs:eu-west-1:999988887777:log-group:audit-logs:*';
const QUIET = read({ isLogging: true });
/** Ten minutes before the facts were read. */
const FIRST_LOOK = new Date(Date.parse(NOW) - 10 * 60_000).toISOString();

const trailWith = (changes: Partial<Trail>) => factsWith({ trail: read({ ...PERFECT_TRAIL, ...changes }) });
const groupWith = (changes: Partial<CurrentGroup>) => factsWith({ currentGroup: read({ ...OURS, ...changes }) });
const ofFilters = MONITORING_FILTERS.slice(1).map(({ metric, pattern }) => {
  return { name: `trailmend-${metric}`, pattern, metric, namespace: 'Trailmend', value: '1', isNarrowed: false };
});
const { retentionDays: _, ...OURS_WITHOUT_RETENTION } = OURS;

const ALARM = { name: 'alarm', pattern: '{ $.a = "x" }', metric: 'm', namespace: 'n', value: '1', isNarrowed: false };
const GROUP_POSTURE = {
  ...POSTURE,
  group: {
    createdMs: Date.parse('2026-01-01T00:00:00Z'),
    retentionDays: 400,
    metricFilters: ['alarm:another'],
    subscriptionFilters: ['siem:12345678'],
    streams: ['111122223333_CloudTrail_us-east-1:1000'],
    masked: false,
  },
};

const findingsOf = (facts: TrailFacts, history: History = NO_HISTORY) => assess(facts, SETTINGS, history);

/**
 * For each rule: facts that violate it, where that was seen, what was seen, as people read it, and
 * the history.
 */
const BROKEN: Readonly<Record<RuleId, readonly [TrailFacts, string, string, Partial<History>?]>> = {
  'log-group-not-set': [trailWith({ logGroupArn: '' }), 'GetTrail', 'CloudWatchLogsLogGroupArn is not set'],
  'log-group-arn-malformed': [
    trailWith({ logGroupArn: 'audit-logs' }),
    'GetTrail',
    'CloudWatchLogsLogGroupArn is not a log group ARN that ends in ":*": audit-logs',
  ],
  'log-group-elsewhere': [
    trailWith({ logGroupArn: ELSEWHERE }),
    'GetTrail',
    `the log group is in account 999988887777, Region eu-west-1: ${ELSEWHERE}`,
  ],
  'log-group-missing': [
    factsWith({ currentGroup: read('missing') }),
    'DescribeLogGroups',
    'no log group has the name that the trail uses',
  ],
  'log-group-class': [
    {
      ...groupWith({ class: 'INFREQUENT_ACCESS' }),
      status: read({ isLogging: true, latestLogsDelivery: NOW, logsDeliveryError: 'Access denied.' }),
    },
    'GetTrailStatus',
    'the log group /trailmend/audit is of class INFREQUENT_ACCESS, and AWS does not deliver to it',
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
    'no statement allows cloudtrail.amazonaws.com to assume the role',
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
    factsWith({ status: read({ isLogging: true, latestDelivery: NOW }) }),
    'GetTrailStatus',
    `last delivery to the bucket: ${NOW}, to CloudWatch Logs: never; late since at least ${FIRST_LOOK}`,
    { change: { at: '2026-11-20T08:00:00.000Z' }, lateDelivery: { since: FIRST_LOOK } },
  ],
  'retention-short': [
    groupWith({ retentionDays: 30 }),
    'DescribeLogGroups',
    'the log group /trailmend/audit, which trailmend created, has a retention of 30 days; RetentionDays is 365',
  ],
  'retention-unset': [
    factsWith({ currentGroup: read({ ...OURS_WITHOUT_RETENTION, createdMs: Date.parse(NOW) }) }),
    'DescribeLogGroups',
    'the log group /trailmend/audit, which trailmend created, has no retention; RetentionDays is 365',
  ],
  'metric-filters': [
    factsWith({ metricFilters: read(ofFilters.slice(1)) }),
    'DescribeMetricFilters',
    'missing or changed: trailmend-UnauthorizedCalls, trailmend-SignInWithoutMfa',
  ],
  'target-changed': [
    factsWith({}),
    'GetTrail',
    `the trail delivers to ${PERFECT_TRAIL.logGroupArn}; the accepted log group is the-accepted`,
    { knownGroups: ['the-accepted', 'the-one-of-an-interrupted-run'] },
  ],
  'recording-narrowed': [
    factsWith({ eventSelectors: selecting({ managementEvents: 'read-only' }) }),
    'GetEventSelectors',
    'the trail records no management events that write and all that read; accepted: all management events that write and all that read',
    { posture: POSTURE },
  ],
  'coverage-narrowed': [
    trailWith({ isMultiRegion: false, includesGlobalEvents: false }),
    'GetTrail',
    'the trail records only us-east-1 (IsMultiRegionTrail is false; accepted: true), and the trail records no events of global services (IncludeGlobalServiceEvents is false; accepted: true)',
    { posture: POSTURE },
  ],
  'validation-off': [
    trailWith({ logFileValidation: false }),
    'GetTrail',
    'LogFileValidationEnabled is false; accepted: true',
    { posture: POSTURE },
  ],
  'key-changed': [
    trailWith({ kmsKeyId: '' }),
    'GetTrail',
    `KmsKeyId is not set; accepted: ${PERFECT_TRAIL.kmsKeyId}`,
    { posture: POSTURE },
  ],
  'bucket-changed': [
    trailWith({ s3Prefix: 'elsewhere' }),
    'GetTrail',
    'the log files go to audit-bucket/elsewhere; accepted: audit-bucket',
    { posture: POSTURE },
  ],
  'group-remade': [
    groupWith({ name: 'audit-logs', createdMs: Date.parse('2026-11-19T00:00:00Z') }),
    'DescribeLogGroups',
    'the log group audit-logs was created at 2026-11-19T00:00:00.000Z; the accepted one was created at 2026-01-01T00:00:00.000Z',
    { posture: GROUP_POSTURE },
  ],
  'group-retention-lowered': [
    groupWith({ name: 'audit-logs', retentionDays: 30 }),
    'DescribeLogGroups',
    'the log group audit-logs keeps events for 30 days; accepted: 400 days',
    { posture: GROUP_POSTURE },
  ],
  'group-filters-removed': [
    factsWith({ groupFilters: { metric: read([ALARM]), subscription: read([]) } }),
    'DescribeMetricFilters, DescribeSubscriptionFilters',
    'the log group audit-logs has lost or changed: metric filter alarm, subscription filter siem',
    { posture: GROUP_POSTURE },
  ],
  'group-streams-deleted': [
    factsWith({ groupStreams: read([{ name: '111122223333_CloudTrail_us-east-1', createdMs: 2_000 }]) }),
    'DescribeLogStreams',
    'others deleted log streams with their events from the log group audit-logs: 111122223333_CloudTrail_us-east-1',
    { posture: GROUP_POSTURE },
  ],
  'group-masked': [
    groupWith({ name: 'audit-logs', isMasked: true }),
    'DescribeLogGroups',
    'a data protection policy masks events in the log group audit-logs',
    { posture: GROUP_POSTURE },
  ],
  'role-changed': [
    factsWith({}),
    'GetTrail',
    `the trail delivers through ${PERFECT_TRAIL.roleArn}; the accepted role is the-accepted`,
    { knownGroups: [PERFECT_TRAIL.logGroupArn], knownRoles: ['the-accepted', 'the-one-of-an-interrupted-run'] },
  ],
  'role-tampered': [
    factsWith({ ownRole: read(ourRole({ otherPolicies: read(['more']), trustDocument: '{}' })) }),
    'GetRole',
    `others changed the role ${ourRole().arn}: it has another trust policy; it has the policy more`,
  ],
  'bucket-delivery-error': [
    factsWith({ status: read({ isLogging: true, latestLogsDelivery: NOW, deliveryError: 'AccessDenied' }) }),
    'GetTrailStatus',
    'LatestDeliveryError is "AccessDenied"; last delivery to the bucket: never',
  ],
  'logging-gap': [
    factsWith({
      status: read({
        isLogging: true,
        stoppedLogging: '2026-11-20T08:10:00.000Z',
        startedLogging: '2026-11-20T08:40:00.000Z',
        latestLogsDelivery: NOW,
      }),
    }),
    'GetTrailStatus',
    'the trail did not record from 2026-11-20T08:10:00.000Z to 2026-11-20T08:40:00.000Z',
    { logging: {} },
  ],
  'retention-foreign': [
    groupWith({ name: 'audit-logs', retentionDays: 364, isOurs: read(false) }),
    'DescribeLogGroups',
    'the log group audit-logs has a retention of 364 days; RetentionDays is 365',
  ],
  'single-region': [
    trailWith({ isMultiRegion: false }),
    'GetTrail',
    'the trail records only us-east-1 (IsMultiRegionTrail is false)',
  ],
  'no-file-validation': [trailWith({ logFileValidation: false }), 'GetTrail', 'LogFileValidationEnabled is false'],
  'not-encrypted': [trailWith({ kmsKeyId: '' }), 'GetTrail', 'KmsKeyId is not set'],
  'no-management-events': [
    factsWith({ eventSelectors: selecting({ managementEvents: 'none' }) }),
    'GetEventSelectors',
    'no event selector of the trail includes management events',
  ],
};

const NAMES = Object.keys(CONCERNS) as RuleId[];

function findBroken(rule: RuleId) {
  const [facts, , , history] = BROKEN[rule];
  return findingsOf(facts, { ...NO_HISTORY, ...history }).find((finding) => finding.rule === rule);
}

test.each(NAMES)('%s is violated, with what was seen and where', (rule) => {
  const [, source, saw] = BROKEN[rule];
  expect(findBroken(rule)).toEqual({ rule, verdict: 'violated', evidence: { source, saw } });
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
  ['ownRole', [['role-tampered', 'GetRole']]],
  ['eventSelectors', [['no-management-events', 'GetEventSelectors']]],
])('without the fact %s its rules are undecided, with the reason', (fact, rules) => {
  const findings = findingsOf(factsWith({ [fact]: unread('denied') }));
  expect(findings).toEqual(
    rules.map(([rule, source]) => ({ rule, verdict: 'undecided', evidence: { source, saw: 'denied' } })),
  );
});

test('the rules about a role that no delivery proves are undecided without its facts, with the reason', () => {
  const facts = factsWith({ status: QUIET, currentRole: unread('no role'), simulation: unread('no simulation') });
  expect(findingsOf(facts)).toEqual([
    { rule: 'role-missing', verdict: 'undecided', evidence: { source: 'GetRole', saw: 'no role' } },
    { rule: 'role-trust', verdict: 'undecided', evidence: { source: 'GetRole', saw: 'no role' } },
    {
      rule: 'role-permissions',
      verdict: 'undecided',
      evidence: { source: 'SimulatePrincipalPolicy', saw: 'no simulation' },
    },
  ]);
});

test('whether others changed the role of trailmend is undecided without its other policies', () => {
  const tampered = (changes: Partial<CandidateRole>) => findingsOf(factsWith({ ownRole: read(ourRole(changes)) }));
  expect(tampered({})).toEqual([]);
  expect(findingsOf(factsWith({ ownRole: read('missing') }))).toEqual([]);
  expect(tampered({ otherPolicies: unread('denied') })).toEqual([
    { rule: 'role-tampered', verdict: 'undecided', evidence: { source: 'ListRolePolicies', saw: 'denied' } },
  ]);
  expect(tampered({ otherPolicies: unread('denied'), boundaryArn: 'another' })).toMatchObject([
    { rule: 'role-tampered', verdict: 'violated' },
  ]);
});

test('a role that looks broken is undecided while it is unknown whether AWS delivers', () => {
  const [broken] = BROKEN['role-trust'];
  const found = findingsOf({ ...broken, status: unread('denied') }).find(({ rule }) => rule === 'role-trust');
  expect(found).toEqual({
    rule: 'role-trust',
    verdict: 'undecided',
    evidence: {
      source: 'GetRole',
      saw: `${BROKEN['role-trust'][2]}; trailmend could not read whether AWS delivers: denied`,
    },
  });
});

describe('the retention of a log group is healthy', () => {
  test.each<[string, Partial<CurrentGroup>]>([
    ['when it is just long enough', { retentionDays: 365 }],
    ['when it is longer', { retentionDays: 366 }],
    ['when others created it, and it is long enough', { retentionDays: 365, isOurs: read(false) }],
    ['when nobody had to ask who created it', { retentionDays: 30, isOurs: 'not-asked' }],
  ])('%s', (_name, changes) => expect(findingsOf(groupWith(changes))).toEqual([]));

  test('when its events never expire, and others created it', () => {
    const currentGroup = read({ ...OURS_WITHOUT_RETENTION, isOurs: read(false) });
    expect(findingsOf(factsWith({ currentGroup }))).toEqual([]);
  });

  test('but undecided when its tags could not be read', () => {
    expect(findingsOf(groupWith({ retentionDays: 30, isOurs: unread('denied') }))).toEqual(
      ['retention-short', 'retention-foreign'].map((rule) => {
        return { rule, verdict: 'undecided', evidence: { source: 'ListTagsForResource', saw: 'denied' } };
      }),
    );
  });
});

describe('an account policy makes the retention of a log group advice', () => {
  const POLICY = '"baseline" overrides the log group\'s own retention';
  const OWNER = "the owner of the account's CloudWatch Logs policies can change it";
  const { retentionDays: _own, ...forever } = OURS;
  const young = { ...forever, createdMs: Date.parse(NOW) };
  test.each<[string, RuleId, CurrentGroup, string]>([
    ['that is too short', 'retention-short', { ...OURS, retentionDays: 90 }, 'a retention of 90 days'],
    [
      'that is too short, whose tags nobody read',
      'retention-short',
      { ...OURS, retentionDays: 90, isOurs: 'not-asked' },
      'a retention of 90 days',
    ],
    ['that never expires', 'retention-unset', young, 'no retention'],
  ])('%s', (_name, rule, group, has) => {
    const facts = factsWith({ currentGroup: read({ ...group, retentionPolicyName: 'baseline' }) });
    const saw = `the log group ${group.name} has ${has}; RetentionDays is 365. The account policy ${POLICY}: ${OWNER}`;
    const advice = { rule, verdict: 'advised', evidence: { source: 'DescribeLogGroups', saw } };
    expect(findingsOf(facts)).toEqual([advice]);
    expect(actionable(findingsOf(facts))).toEqual([]);
  });

  test('and the log group of another owner is still its own', () => {
    const facts = groupWith({ retentionDays: 90, isOurs: read(false), retentionPolicyName: 'baseline' });
    expect(findingsOf(facts)).toMatchObject([
      {
        rule: 'retention-foreign',
        evidence: { saw: expect.stringContaining(`RetentionDays is 365. The account policy ${POLICY}: ${OWNER}`) },
      },
    ]);
    const { retentionDays: _days, ...rest } = OURS;
    const unlimited = read({ ...rest, isOurs: read(false), createdMs: Date.parse(NOW), retentionPolicyName: 'x' });
    expect(findingsOf(factsWith({ currentGroup: unlimited }))).toEqual([]);
  });

  test('that is long enough is healthy', () => {
    expect(findingsOf(groupWith({ retentionPolicyName: 'baseline' }))).toEqual([]);
  });
});

describe('a log group of another class', () => {
  const classFinding = (facts: Partial<TrailFacts>, history = NO_HISTORY, settings = SETTINGS) =>
    assess({ ...groupWith({ class: 'ESSENTIALS' }), ...facts }, settings, history).find(
      ({ rule }) => rule === 'log-group-class',
    );
  const ESSENTIALS = 'the log group /trailmend/audit is of class ESSENTIALS';
  const MONDAY = '2026-11-16T09:00:00.000Z';
  const NONE = NO_HISTORY;
  const CHANGED: History = { ...NO_HISTORY, change: { at: MONDAY } };

  test.each<[string, Partial<TrailStatus>, History]>([
    ['to which AWS delivers', { latestLogsDelivery: NOW }, NONE],
    ['of a trail without events for days', { latestLogsDelivery: MONDAY, latestDelivery: MONDAY }, NONE],
    ['that is a day behind', { latestLogsDelivery: '2026-11-19T09:00:05.000Z', latestDelivery: NOW }, NONE],
    ['of a trail that has never delivered', {}, NONE],
    ['that is newer than the error', { latestDelivery: MONDAY, logsDeliveryError: 'Access denied.' }, CHANGED],
    ['with an error that trailmend does not know', { latestLogsDelivery: NOW, logsDeliveryError: 'no' }, NONE],
  ])('%s is advice', (_name, status, history) => {
    expect(classFinding({ status: read({ isLogging: true, ...status }) }, history)).toEqual({
      rule: 'log-group-class',
      verdict: 'advised',
      evidence: { source: 'DescribeLogGroups', saw: `${ESSENTIALS}, which has fewer features than STANDARD` },
    });
  });

  test.each<[string, Partial<TrailStatus>, History]>([
    ['to which AWS is denied deliveries', { latestLogsDelivery: NOW, logsDeliveryError: 'Access denied.' }, NONE],
    ['that is more than a day behind', { latestLogsDelivery: '2026-11-19T09:00:04.999Z', latestDelivery: NOW }, NONE],
    ['that got nothing for a day after the change', { latestDelivery: NOW }, CHANGED],
  ])('%s is violated', (_name, status, history) => {
    expect(classFinding({ status: read({ isLogging: true, ...status }) }, history)).toMatchObject({
      verdict: 'violated',
    });
  });

  test('is violated where trailmend has to put metric filters, and undecided without the status of the trail', () => {
    expect(classFinding({}, NONE, { ...SETTINGS, metricFilters: 'cis' })).toMatchObject({
      verdict: 'violated',
      evidence: { saw: `${ESSENTIALS}, which takes no metric filters; MetricFilters is "cis"` },
    });
    expect(classFinding({ status: unread('denied') })).toMatchObject({
      verdict: 'undecided',
      evidence: { source: 'GetTrailStatus', saw: 'denied' },
    });
  });

  test('DELIVERY keeps events for a day, which the evidence says', () => {
    expect(findingsOf(groupWith({ class: 'DELIVERY' })).map(({ evidence }) => evidence.saw)).toEqual([
      'the log group /trailmend/audit is of class DELIVERY, which keeps events for one day only',
    ]);
  });
});

describe('deliveries say nothing about a trail', () => {
  const status = read({ isLogging: true, logsDeliveryError: 'Access denied.' });
  test.each<[string, Partial<Trail>]>([
    ['that names no group', { logGroupArn: '' }],
    ['that names no role', { roleArn: '' }],
  ])('%s', (_name, changes) => {
    const facts = { ...trailWith(changes), status };
    expect(findingsOf(facts).map(({ rule }) => rule)).not.toContain('delivery-error');
  });
});

test('a stale delivery to CloudWatch Logs is reported with its time', () => {
  const latestLogsDelivery = '2026-11-20T08:00:00.000Z';
  const facts = factsWith({ status: read({ isLogging: true, latestLogsDelivery, latestDelivery: NOW }) });
  const found = findingsOf(facts).find(({ rule }) => rule === 'delivery-stale');
  expect(found).toMatchObject({
    evidence: {
      source: 'GetTrailStatus',
      saw: `last delivery to the bucket: ${NOW}, to CloudWatch Logs: ${latestLogsDelivery}`,
    },
  });
});

describe('deliveries that are late or fail', () => {
  const latestLogsDelivery = '2026-11-20T08:00:00.000Z';
  const findingOf = (rule: RuleId, status: Partial<TrailStatus>, lateDelivery?: LateDelivery) =>
    findingsOf(factsWith({ status: read({ isLogging: true, ...status }) }), {
      ...NO_HISTORY,
      ...(lateDelivery && { lateDelivery }),
    }).find((finding) => finding.rule === rule);
  const stale = { latestLogsDelivery, latestDelivery: NOW };

  test.each<[string, LateDelivery | undefined, string]>([
    ['at the first look', undefined, 'undecided'],
    ['at the second look, without a delivery between them', { since: FIRST_LOOK, latestLogsDelivery }, 'violated'],
    ['shortly after the first look', { since: '2026-11-20T08:50:06.000Z', latestLogsDelivery }, 'undecided'],
    ['after a delivery between the looks', { since: FIRST_LOOK, latestLogsDelivery: FIRST_LOOK }, 'undecided'],
    ['after a first delivery between the looks', { since: FIRST_LOOK }, 'undecided'],
    ['where the first look is in the future', { since: '2027-01-01T00:00:00.000Z', latestLogsDelivery }, 'undecided'],
    ['where the time of the first look is invalid', { since: 'yesterday', latestLogsDelivery }, 'undecided'],
  ])('%s', (_when, lateDelivery, expected) => {
    expect(findingOf('delivery-stale', stale, lateDelivery)?.verdict).toBe(expected);
    const failing = { latestLogsDelivery, logsDeliveryError: 'ServiceUnavailableException' };
    expect(findingOf('delivery-error', failing, lateDelivery)?.verdict).toBe(expected);
  });

  test.each([
    ['Access denied.', 'violated'],
    ['The specified KMS key does not exist', 'violated'],
    ['Log event too large: 270000 bytes exceeds limit of 262144', 'advised', ': the event is in the S3 bucket only'],
    ['ThrottlingException: Rate exceeded', 'undecided'],
    ['Something else', 'undecided'],
  ])('with the error "%s"', (logsDeliveryError, verdict, consequence = '') => {
    expect(findingOf('delivery-error', { latestLogsDelivery: NOW, logsDeliveryError })).toEqual({
      rule: 'delivery-error',
      verdict,
      evidence: {
        source: 'GetTrailStatus',
        saw: `LatestCloudWatchLogsDeliveryError is "${logsDeliveryError}"${consequence}`,
      },
    });
  });
});

describe('the log group counts as accepted', () => {
  test.each<[string, readonly string[], TrailFacts]>([
    ['when it is a known one', ['x', PERFECT_TRAIL.logGroupArn], PERFECT_FACTS],
    ['when none is known', [], PERFECT_FACTS],
    ['when the trail names none', ['x'], trailWith({ logGroupArn: '' })],
  ])('%s', (_name, knownGroups, facts) => {
    const history = { ...NO_HISTORY, knownGroups, knownRoles: knownGroups };
    const found = findingsOf(facts, history).map(({ rule }) => rule);
    expect(found).not.toContain('target-changed');
  });
});

test('recommendations call for no repair, and neither do weakenings', () => {
  const ids = (found: readonly { readonly rule: string }[]) => found.map(({ rule }) => rule);
  const findings = NAMES.flatMap((rule) => findBroken(rule) ?? []);
  const advice = NAMES.filter((rule) => CONCERNS[rule] === 'advice');
  expect(advice).toHaveLength(5);
  expect(ids(advisory(findings))).toEqual(advice);
  const reported = (rule: RuleId) => isAboutWeakening(rule) || rule === 'logging-gap';
  expect(ids(actionable(findings))).toEqual(NAMES.filter((rule) => !reported(rule) && !advice.includes(rule)));
  expect(ids(weakenings(findings))).toEqual(NAMES.filter(isAboutWeakening));
  expect(findTargetChange(findings)?.rule).toBe('target-changed');
});
