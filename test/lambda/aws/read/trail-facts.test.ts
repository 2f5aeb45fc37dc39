import { describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readTrailFacts, rereadTrailFacts } from '../../../../lambda/aws/read/trail-facts.ts';
import { type History, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { scopeOf } from '../../../../lambda/core/scope/scope.ts';
import {
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  selecting,
  settingsWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { callsTo, DELIVERED, DESTINATION, type Holdings, type Reading, STREAM, slowAws } from './slow-aws.ts';

/** What differs from a trail that trailmend knows only by its ARN. */
interface Task {
  readonly settings?: Settings;
  readonly history?: History;
  /** Differences of the trail that DescribeTrails has just listed. */
  readonly listed?: Partial<Trail>;
}

const aws = slowAws();
const clients = clientsFor('eu-west-1');

function readFacts(holdings: Holdings, task: Task = {}): Promise<Reading<TrailFacts>> {
  const { settings = SETTINGS, history = NO_HISTORY } = task;
  const listed = task.listed && { ...PERFECT_TRAIL, ...task.listed };
  return aws(holdings, () => readTrailFacts(clients, settings, ID, NOW, history, listed));
}

function operationsOf({ calls }: Reading<unknown>): readonly string[] {
  return calls.map((call) => call.split(' ')[0] ?? '').sort();
}

function findingsOf(facts: TrailFacts, history = NO_HISTORY, settings = SETTINGS): readonly string[] {
  return assess(facts, settings, history).map(({ rule, verdict }) => `${rule} ${verdict}`);
}

const NEVER = { deliveredAt: new Date('2000-01-01T00:00:00Z') };
const OUR_ROLE = ourRole();
const ROLE_NAME = OUR_ROLE.arn.split('/').at(-1);
const OUR_TRAIL: Partial<Trail> = { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: OUR_ROLE.arn };
const BLANKED: Partial<Trail> = { logGroupArn: '', roleArn: '' };
const ORGANIZATION: Partial<Trail> = { isOrganizationTrail: true };
const THEIR_ROLE = ourRole({ arn: PERFECT_TRAIL.roleArn });
const GROUP = { class: 'STANDARD', retentionDays: 365 };
const OURS: Holdings = { trail: OUR_TRAIL, groups: [ourGroup().name], roles: [OUR_ROLE] };
const INTEGRATED: Holdings = { groups: ['audit-logs', 'audit-logs-old'], roles: [THEIR_ROLE] };
/** The calls about a listed trail that others integrated, while AWS delivers. */
const LISTED_CALLS = [
  'DescribeLogGroups',
  'DescribeLogStreams',
  'DescribeMetricFilters',
  'DescribeSubscriptionFilters',
  'GetTrailStatus',
  'ListTags',
];

describe('a trail that delivers to a log group of trailmend', () => {
  test('is read in two round trips of eleven calls', async () => {
    const { facts, roundTrips, calls } = await readFacts(OURS);
    expect(roundTrips).toBe(2);
    expect(calls).toEqual([
      `GetTrail ${ID.arn}`,
      `ListTags ${ID.arn}`,
      `GetTrailStatus ${ID.arn}`,
      'DescribeLogGroups /trailmend/audit',
      'DescribeMetricFilters /trailmend/audit',
      'DescribeSubscriptionFilters /trailmend/audit',
      'DescribeLogStreams /trailmend/audit',
      `GetRole ${ROLE_NAME}`,
      `GetRolePolicy ${ROLE_NAME} trailmend-delivery`,
      `ListRolePolicies ${ROLE_NAME}`,
      `ListAttachedRolePolicies ${ROLE_NAME}`,
    ]);
    expect(facts).toEqual({
      now: NOW,
      id: ID,
      gone: false,
      trail: read({ ...PERFECT_TRAIL, ...OUR_TRAIL }),
      tags: read({}),
      status: read({ isLogging: true, latestLogsDelivery: DELIVERED }),
      eventSelectors: selecting({}),
      currentGroup: read({ name: ourGroup().name, ...GROUP, isOurs: 'not-asked' }),
      groupFilters: {
        metric: read([expect.objectContaining({ name: 'trailmend-RootUse' })]),
        subscription: read([{ name: 'siem', pattern: '', destinationArn: DESTINATION }]),
      },
      groupStreams: read([STREAM]),
      metricFilters: 'not-asked',
      currentRole: read(OUR_ROLE),
      ownRole: read(OUR_ROLE),
      simulation: 'not-asked',
    });
  });

  test('is asked who created the group when its retention is too short', async () => {
    const { facts, roundTrips, calls } = await readFacts({ ...OURS, retentionDays: 30 });
    expect(roundTrips).toBe(3);
    expect(facts.currentGroup).toMatchObject(read({ retentionDays: 30, isOurs: read(true) }));
    expect(calls).toContain(`ListTagsForResource ${logGroupArn(ID, ourGroup().name).slice(0, -2)}`);
  });

  test('is not asked who created the group when an account policy sets its retention', async () => {
    const { facts, calls } = await readFacts({ ...OURS, retentionDays: 30, retentionPolicyName: 'baseline' });
    expect(facts.currentGroup).toMatchObject(read({ retentionPolicyName: 'baseline', isOurs: 'not-asked' }));
    expect(calls.join()).not.toContain('ListTagsForResource');
  });

  test('misses a deleted group, whatever else begins with its name', async () => {
    const { facts } = await readFacts({ ...OURS, groups: ['/trailmend/audit-2'] });
    expect(facts.currentGroup).toEqual(read('missing'));
  });
});

describe('a trail that others integrated', () => {
  test('is read in two round trips, without a simulation of the role through which AWS delivered lately', async () => {
    const reading = await readFacts(INTEGRATED);
    expect(reading.roundTrips).toBe(2);
    expect(reading.facts).toMatchObject({
      currentGroup: read({ name: 'audit-logs', ...GROUP, isOurs: read(false) }),
      currentRole: read({ arn: PERFECT_TRAIL.roleArn }),
      simulation: 'not-asked',
    });
    expect(operationsOf(reading)).toEqual([...LISTED_CALLS, 'GetRole', 'GetTrail'].sort());
  });

  test('is asked about event selectors of its own beside the other reads', async () => {
    const { facts, roundTrips, calls } = await readFacts({ ...INTEGRATED, trail: { hasCustomEventSelectors: true } });
    expect(roundTrips).toBe(2);
    expect(facts.eventSelectors).toMatchObject(read({ managementEvents: 'none', dataEvents: [] }));
    expect(calls).toContain(`GetEventSelectors ${ID.arn}`);
  });

  test('has its role read and simulated beside the other reads when AWS did not deliver lately', async () => {
    const { facts, roundTrips, calls } = await readFacts({ ...INTEGRATED, ...NEVER });
    expect(roundTrips).toBe(2);
    expect(calls).toContain('GetRole CloudTrail_CloudWatchLogs_Role');
    expect(calls).toContain(`SimulatePrincipalPolicy ${PERFECT_TRAIL.roleArn}`);
    expect(facts.currentRole).toMatchObject(read({ arn: PERFECT_TRAIL.roleArn }));
    expect(facts.simulation).toMatchObject(read([{ decision: 'allowed' }, { decision: 'allowed' }]));
  });

  test('has no simulation when the role does not exist', async () => {
    const { facts } = await readFacts({ groups: ['audit-logs'], ...NEVER, refused: ['SimulatePrincipalPolicy'] });
    expect([facts.currentRole, facts.simulation]).toEqual([read('missing'), 'not-asked']);
  });

  test('misses a group and a role that do not exist', async () => {
    const { facts } = await readFacts({ groups: ['audit-logs-old'], ...NEVER });
    expect([facts.currentGroup, facts.currentRole]).toEqual([read('missing'), read('missing')]);
  });

  test('does not take a role of the same name under another path for its own', async () => {
    const arn = PERFECT_TRAIL.roleArn.replace('service-role/', '');
    const { facts } = await readFacts({ groups: ['audit-logs'], roles: [ourRole({ arn })], ...NEVER });
    expect(facts.currentRole).toEqual(read('missing'));
  });

  test('misses a role whose ARN is not one, and IAM is not asked', async () => {
    const trail = { roleArn: 'CloudTrail_CloudWatchLogs_Role' };
    const reading = await readFacts({ trail, groups: ['audit-logs'], ...NEVER });
    expect(reading.facts.currentRole).toEqual(read('missing'));
    expect(callsTo(reading, 'GetRole')).toEqual([]);
  });

  test.each([
    ['in another Region', PERFECT_TRAIL.logGroupArn.replace(ID.region, 'us-west-2')],
    ['in another account', PERFECT_TRAIL.logGroupArn.replace(ID.account, '444455556666')],
    ['without the ending', PERFECT_TRAIL.logGroupArn.replace(':*', '')],
  ])('has a log group %s, which is not looked up', async (_name, group) => {
    const reading = await readFacts({ ...INTEGRATED, trail: { logGroupArn: group } });
    expect(reading.facts.currentGroup).toEqual(read('none'));
    expect(callsTo(reading, 'DescribeLogGroups')).toEqual([]);
  });
});

describe('the filters of a log group', () => {
  const OFF = { metric: 'not-asked', subscription: 'not-asked' };

  test('are not asked for without a log group, nor where its class takes none', async () => {
    const { facts } = await readFacts({ ...INTEGRATED, groups: [] });
    expect(facts.groupFilters).toEqual(OFF);
    const refused = ['DescribeMetricFilters', 'DescribeSubscriptionFilters'];
    const other = await readFacts({ ...INTEGRATED, logGroupClass: 'INFREQUENT_ACCESS', refused });
    expect(other.facts.groupFilters).toEqual(OFF);
  });

  test('are unread one by one', async () => {
    const { facts } = await readFacts({ ...INTEGRATED, refused: ['DescribeSubscriptionFilters'] });
    expect(facts.groupFilters).toMatchObject({ metric: { read: true }, subscription: { read: false } });
  });

  test.each([
    ['none', []],
    ['cis', ['DescribeLogStreams', 'DescribeMetricFilters', 'DescribeSubscriptionFilters']],
  ] as const)('after trailmend created the log group, with MetricFilters %s: asks %j', async (metricFilters, asked) => {
    const history = { ...NO_HISTORY, isNewGroup: true as const };
    const reading = await readFacts(OURS, { history, settings: { ...SETTINGS, metricFilters } });
    expect(operationsOf(reading).filter((name) => /Filters|Streams/.test(name))).toEqual(asked);
    if (metricFilters === 'none') expect(reading.facts).toMatchObject({ groupFilters: OFF, groupStreams: 'not-asked' });
  });
});

describe('the log streams of a trail', () => {
  test.each([
    ['for the account and the home Region', {}, [STREAM]],
    ['of every account for an organization trail', ORGANIZATION, [STREAM, { ...STREAM, name: `o-1_${STREAM.name}` }]],
  ])('are those of CloudTrail %s', async (_whose, trail, streams) => {
    const { facts, calls } = await readFacts({ ...INTEGRATED, trail });
    expect(facts.groupStreams).toEqual(read(streams));
    expect(calls).toContain('DescribeLogStreams audit-logs');
  });

  test('are not asked for without a log group, nor where they are more than a page', async () => {
    const without = await readFacts({ ...INTEGRATED, groups: [] });
    expect(without.facts.groupStreams).toBe('not-asked');
    const more = await readFacts({ ...INTEGRATED, streams: { logStreams: [], nextToken: 'more' } });
    expect(more.facts.groupStreams).toBe('not-asked');
  });

  test('are unread when AWS refuses them, or leaves out when it created one', async () => {
    const { facts } = await readFacts({ ...INTEGRATED, refused: ['DescribeLogStreams'] });
    expect(facts.groupStreams).toMatchObject({ read: false });
    const malformed = await readFacts({ ...INTEGRATED, streams: { logStreams: [{ logStreamName: STREAM.name }] } });
    expect(malformed.facts.groupStreams).toEqual(unread('AWS did not return it'));
  });
});

test('a trail without group and role is read in one round trip', async () => {
  const reading = await readFacts({ trail: BLANKED, ...NEVER });
  expect(reading.roundTrips).toBe(1);
  expect(reading.facts).toMatchObject({
    currentGroup: read('none'),
    currentRole: read('none'),
    simulation: 'not-asked',
  });
});

describe('a change that trailmend remembers', () => {
  const failing = { ...INTEGRATED, ...NEVER, deliveryError: 'Access denied' };
  const { logGroupArn: group, roleArn } = PERFECT_TRAIL;
  const history = { ...NO_HISTORY, change: { at: NOW, accepted: { logGroupArn: group, roleArn } } };

  test('proves the role for a while', async () => {
    const reading = await readFacts(failing, { history, listed: {} });
    expect(operationsOf(reading)).toEqual(LISTED_CALLS);
    expect(findingsOf(reading.facts, history)).toEqual([]);
  });

  test('does not prove the role of another target', async () => {
    const change = { at: NOW, accepted: { logGroupArn: group, roleArn: OUR_ROLE.arn } };
    const reading = await readFacts(failing, { history: { ...NO_HISTORY, change }, listed: {} });
    expect(callsTo(reading, 'GetRole')).toHaveLength(1);
    expect(callsTo(reading, 'SimulatePrincipalPolicy')).toHaveLength(1);
  });
});

describe('a trail that DescribeTrails has listed', () => {
  test('is known to be healthy and in scope after six calls when AWS delivered lately', async () => {
    const reading = await readFacts(INTEGRATED, { listed: {} });
    expect(operationsOf(reading)).toEqual(LISTED_CALLS);
    expect(reading.roundTrips).toBe(2);
    expect(reading.facts).toMatchObject({ now: NOW, id: ID, gone: false, trail: read(PERFECT_TRAIL) });
    expect(findingsOf(reading.facts)).toEqual([]);
    expect(scopeOf(reading.facts, SETTINGS)).toEqual({ scope: 'in' });
  });

  test('is asked who created its log group under the prefix, so that the ledger knows it', async () => {
    const { facts, calls } = await readFacts(OURS, { listed: OUR_TRAIL });
    expect(facts.currentGroup).toMatchObject(read({ isOurs: read(true) }));
    expect(calls).toContain(`ListTagsForResource ${logGroupArn(ID, ourGroup().name).slice(0, -2)}`);
  });

  test.each<[string, Holdings, Partial<Trail>, readonly string[], readonly string[]]>([
    [
      'when AWS did not deliver lately',
      { ...INTEGRATED, ...NEVER, deliveredAt: new Date(NaN) },
      {},
      ['GetRole', 'SimulatePrincipalPolicy'],
      [],
    ],
    [
      'with event selectors of its own',
      INTEGRATED,
      { hasCustomEventSelectors: true },
      ['GetEventSelectors'],
      ['no-management-events violated'],
    ],
  ])('takes more calls %s', async (_when, holdings, listed, more, findings) => {
    const reading = await readFacts(holdings, { listed });
    expect(operationsOf(reading)).toEqual([...LISTED_CALLS, ...more].sort());
    expect(findingsOf(reading.facts)).toEqual(findings);
  });

  test('has its role looked up when AWS did not deliver lately', async () => {
    const reading = await readFacts({ groups: ['audit-logs'], ...NEVER }, { listed: {} });
    expect(callsTo(reading, 'GetRole')).toEqual(['GetRole CloudTrail_CloudWatchLogs_Role']);
    expect(findingsOf(reading.facts)).toContain('role-missing violated');
  });

  test('is known to be broken after two calls when it names nothing, whatever it delivered before', async () => {
    const reading = await readFacts({}, { listed: BLANKED });
    expect(operationsOf(reading)).toEqual(['GetTrailStatus', 'ListTags']);
    expect(findingsOf(reading.facts)).toEqual(['log-group-not-set violated', 'role-not-set violated']);
  });

  test('has no proven role without its status', async () => {
    const refused = ['GetTrailStatus', 'GetRole', 'SimulatePrincipalPolicy'];
    const { facts } = await readFacts({ ...INTEGRATED, refused }, { listed: {} });
    expect(findingsOf(facts)).toEqual(
      [
        'role-missing',
        'role-trust',
        'role-permissions',
        'not-logging',
        'delivery-error',
        'delivery-stale',
        'bucket-delivery-error',
      ].map((rule) => `${rule} undecided`),
    );
  });
});

describe('with MetricFilters cis', () => {
  const settings = settingsWith({ metricFilters: 'cis' });

  test('the filters of a group of trailmend take one round trip more, of one call', async () => {
    const { facts, roundTrips, calls } = await readFacts(OURS, { settings });
    expect(roundTrips).toBe(3);
    expect(facts.metricFilters).toEqual(read([expect.objectContaining({ name: 'trailmend-RootUse' })]));
    expect(findingsOf(facts, NO_HISTORY, settings)).toEqual(['metric-filters violated']);
    expect(calls.slice(11)).toEqual([`ListTagsForResource ${logGroupArn(ID, ourGroup().name).slice(0, -2)}`]);
  });

  test('those of a group of others are not asked for', async () => {
    const reading = await readFacts(INTEGRATED, { settings, listed: {} });
    expect(reading.facts.metricFilters).toBe('not-asked');
    expect(operationsOf(reading)).toEqual(LISTED_CALLS);
  });

  test('those of a group that does not exist are not asked for', async () => {
    expect((await readFacts({ ...OURS, groups: [] }, { settings })).facts.metricFilters).toBe('not-asked');
  });

  test('those of a group that could not be read are unread', async () => {
    const { facts } = await readFacts({ ...OURS, refused: ['DescribeLogGroups'] }, { settings });
    expect(facts.metricFilters).toMatchObject({ read: false });
  });
});

describe('an organization trail', () => {
  const settings = settingsWith({ organizationTrails: true });

  test('has its role simulated on the streams of the members too when AWS did not deliver lately', async () => {
    const reading = await readFacts({ ...INTEGRATED, ...NEVER }, { settings, listed: ORGANIZATION });
    expect(callsTo(reading, 'DescribeOrganization')).toHaveLength(1);
    expect(callsTo(reading, 'SimulatePrincipalPolicy')).toHaveLength(2);
    expect(reading.roundTrips).toBe(3);
  });

  test.each<[string, Holdings, Task]>([
    ['when AWS delivered lately', INTEGRATED, { settings }],
    ['when trailmend leaves it alone', { ...INTEGRATED, ...NEVER }, {}],
  ])('is not asked about the organization %s', async (_when, holdings, task) => {
    const reading = await readFacts(holdings, { ...task, listed: ORGANIZATION });
    expect(callsTo(reading, 'DescribeOrganization')).toEqual([]);
  });
});

describe('a trail of another account', () => {
  const settings = settingsWith({ account: '444455556666' });

  test('is not asked about tags and event selectors, which only its own account can read', async () => {
    const reading = await readFacts(
      { ...INTEGRATED, ...NEVER, trail: { hasCustomEventSelectors: true } },
      { settings },
    );
    expect(reading.facts).toMatchObject({
      tags: 'not-asked',
      eventSelectors: 'not-asked',
      simulation: 'not-asked',
    });
    expect(operationsOf(reading)).toEqual(['DescribeLogGroups', 'GetRole', 'GetTrail', 'GetTrailStatus']);
    expect(scopeOf(reading.facts, settings)).toMatchObject({ scope: 'out', reason: 'other-account' });
  });

  test('has unread event selectors when it could not be read', async () => {
    const { facts } = await readFacts({ refused: ['GetTrail'] }, { settings });
    expect(facts.eventSelectors).toMatchObject({ read: false });
  });
});

describe('what cannot be read', () => {
  const why = (operation: string) => unread(`${operation} returned AccessDeniedException: no`);

  test('a trail that AWS does not know is gone, and nothing more is asked', async () => {
    const { facts, roundTrips } = await readFacts({ trail: 'unknown' });
    expect(roundTrips).toBe(1);
    expect(facts).toMatchObject({ gone: true, trail: { read: false }, currentGroup: { read: false } });
  });

  test('nothing that the trail names is known without the trail', async () => {
    const { facts } = await readFacts({ refused: ['GetTrail'] });
    expect(facts).toMatchObject({
      gone: false,
      trail: why('GetTrail'),
      eventSelectors: why('GetTrail'),
      currentGroup: why('GetTrail'),
      currentRole: why('GetTrail'),
      simulation: why('GetTrail'),
    });
  });

  test('the current group is unread without DescribeLogGroups, and the current role without GetRole', async () => {
    const refused = ['DescribeLogGroups', 'GetRole'];
    const { facts } = await readFacts({ ...INTEGRATED, ...NEVER, refused });
    expect([facts.currentGroup, facts.currentRole]).toEqual([why('DescribeLogGroups'), why('GetRole')]);
  });
});

describe('a trail that is read again before a call is repeated', () => {
  const readAgain = async (holdings: Holdings, planned: 'UpdateTrail' | 'StartLogging', settings = SETTINGS) => {
    const { facts: seen } = await readFacts({ ...INTEGRATED, ...NEVER });
    const reading = await aws(holdings, () =>
      rereadTrailFacts(clients, settings, seen, '2026-11-20T09:00:01.000Z', planned),
    );
    return { seen, reading };
  };

  test('costs one round trip for what the owner may have changed: the trail and its tags', async () => {
    const { seen, reading } = await readAgain({ trail: BLANKED }, 'UpdateTrail');
    expect([operationsOf(reading), reading.roundTrips]).toEqual([['GetTrail', 'ListTags'], 1]);
    expect(reading.facts).toEqual({
      ...seen,
      now: '2026-11-20T09:00:01.000Z',
      trail: read({ ...PERFECT_TRAIL, ...BLANKED }),
    });
  });

  test('has its status read for StartLogging', async () => {
    const { reading } = await readAgain({}, 'StartLogging');
    expect(operationsOf(reading)).toEqual(['GetTrail', 'GetTrailStatus', 'ListTags']);
    expect(reading.facts.status).toMatchObject({
      read: true,
      value: { isLogging: true, latestLogsDelivery: DELIVERED },
    });
  });

  test('that is gone or unread is no trail as it was seen', async () => {
    expect((await readAgain({ trail: 'unknown' }, 'UpdateTrail')).reading.facts).toMatchObject({
      gone: true,
      trail: { read: false },
    });
    const refused = (await readAgain({ refused: ['GetTrail', 'ListTags'] }, 'UpdateTrail')).reading.facts;
    expect(refused).toMatchObject({ gone: false, trail: { read: false }, tags: { read: false } });
  });

  test('of another account has no tags that trailmend may read', async () => {
    const { reading } = await readAgain({}, 'UpdateTrail', settingsWith({ account: '999999999999' }));
    expect(operationsOf(reading)).toEqual(['GetTrail']);
    expect(reading.facts.tags).toBe('not-asked');
  });
});
