import {
  GetEventSelectorsCommand,
  GetTrailCommand,
  GetTrailStatusCommand,
  ListTagsCommand,
  type Trail as SdkTrail,
} from '@aws-sdk/client-cloudtrail';
import {
  DescribeLogGroupsCommand,
  DescribeMetricFiltersCommand,
  ListTagsForResourceCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { GetRoleCommand, GetRolePolicyCommand, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import { describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { observer } from '../../../../lambda/aws/read/trail-facts.ts';
import { LAST_GENERATION } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import type { CandidateRole, Trail, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { ID, NOW, ourGroup, ourRole, PERFECT_TRAIL, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';
import { mockedReaders } from '../mocked.ts';

const { cloudTrail, logs, iam, organizations } = mockedReaders();

const DELIVERED = '2026-11-20T08:57:00.000Z';
const NEVER = new Date('2000-01-01T00:00:00Z');

/** What AWS holds and which calls it refuses. */
interface Aws {
  readonly trail?: Partial<Trail> | 'unknown';
  readonly groups?: readonly string[];
  readonly roles?: readonly CandidateRole[];
  readonly refused?: readonly string[];
  readonly metricFilters?: 'none' | 'cis';
  readonly organizationTrails?: boolean;
  /** When AWS last delivered to CloudWatch Logs. */
  readonly delivered?: Date | undefined;
  readonly retentionDays?: number;
  /** What the ledger remembers, as it answers after a second. */
  readonly formerArn?: string;
}

interface Look {
  readonly facts: TrailFacts;
  /** How many calls had to wait for another one's answer, one after the other. */
  readonly roundTrips: number;
  readonly calls: readonly string[];
}

/** Observes the trail in an AWS that takes a second for every answer. */
async function look({
  trail = {},
  groups = [],
  roles = [],
  refused = [],
  metricFilters = 'none',
  organizationTrails = false,
  delivered = new Date(DELIVERED),
  retentionDays = 365,
  formerArn,
}: Aws): Promise<Look> {
  const clock = virtualClock(0);
  const calls: string[] = [];
  const answer = async <T>(operation: string, about: string, output: () => T): Promise<T> => {
    calls.push(`${operation} ${about}`);
    await clock.sleep(1_000);
    if (refused.includes(operation)) throw named('AccessDeniedException');
    return output();
  };
  const roleOf = (name: string): CandidateRole => {
    const role = roles.find(({ arn }) => arn.endsWith(`/${name}`));
    if (!role) throw named('NoSuchEntityException');
    return role;
  };
  cloudTrail.reset();
  cloudTrail.on(GetTrailCommand).callsFake(({ Name }) =>
    answer('GetTrail', Name, () => {
      if (trail === 'unknown') throw named('TrailNotFoundException');
      return { Trail: sdkTrail({ ...PERFECT_TRAIL, ...trail }) };
    }),
  );
  cloudTrail
    .on(GetTrailStatusCommand)
    .callsFake(({ Name }) =>
      answer('GetTrailStatus', Name, () => ({ IsLogging: true, LatestCloudWatchLogsDeliveryTime: delivered })),
    );
  cloudTrail
    .on(ListTagsCommand)
    .callsFake(({ ResourceIdList }) => answer('ListTags', ResourceIdList.join(), () => ({ ResourceTagList: [] })));
  cloudTrail
    .on(GetEventSelectorsCommand)
    .callsFake(({ TrailName }) =>
      answer('GetEventSelectors', TrailName, () => ({ EventSelectors: [{ IncludeManagementEvents: false }] })),
    );
  logs.reset();
  logs.on(DescribeLogGroupsCommand).callsFake(({ logGroupNamePrefix }) =>
    answer('DescribeLogGroups', logGroupNamePrefix, () => {
      const listed = groups.filter((name) => name.startsWith(logGroupNamePrefix));
      return { logGroups: listed.map((logGroupName) => ({ logGroupName, retentionInDays: retentionDays })) };
    }),
  );
  logs
    .on(ListTagsForResourceCommand)
    .callsFake(({ resourceArn }) =>
      answer('ListTagsForResource', resourceArn, () => ({ tags: { [TRAIL_TAG]: ID.arn } })),
    );
  logs
    .on(DescribeMetricFiltersCommand)
    .callsFake(({ logGroupName }) =>
      answer('DescribeMetricFilters', logGroupName, () => ({ metricFilters: [{ filterName: 'trailmend-RootUse' }] })),
    );
  iam.reset();
  iam.on(GetRoleCommand).callsFake(({ RoleName }) =>
    answer('GetRole', RoleName, () => {
      const { arn, path, trustDocument, boundaryArn, tags } = roleOf(RoleName);
      return {
        Role: {
          Arn: arn,
          Path: path,
          AssumeRolePolicyDocument: encodeURIComponent(trustDocument),
          PermissionsBoundary: { PermissionsBoundaryArn: boundaryArn },
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        },
      };
    }),
  );
  iam.on(GetRolePolicyCommand).callsFake(({ RoleName, PolicyName }) =>
    answer('GetRolePolicy', `${RoleName} ${PolicyName}`, () => {
      const { deliveryPolicy } = roleOf(RoleName);
      return { PolicyDocument: deliveryPolicy.read ? encodeURIComponent(deliveryPolicy.value) : undefined };
    }),
  );
  iam.on(SimulatePrincipalPolicyCommand).callsFake(({ PolicySourceArn, ActionNames }) =>
    answer('SimulatePrincipalPolicy', PolicySourceArn, () => ({
      EvaluationResults: ActionNames.map((EvalActionName: string) => ({ EvalActionName, EvalDecision: 'allowed' })),
    })),
  );
  organizations.reset();
  organizations.on(DescribeOrganizationCommand).callsFake(() =>
    answer('DescribeOrganization', '', () => ({
      Organization: { Id: 'o-exampleorgid', MasterAccountId: ID.account },
    })),
  );
  const settings = { ...SETTINGS, metricFilters, organizationTrails };
  const facts = await observer(clientsFor('eu-west-1'), settings)(
    ID,
    NOW,
    undefined,
    clock.sleep(1_000).then(() => formerArn),
  );
  return { facts, roundTrips: clock.now() / 1_000, calls };
}

function sdkTrail(trail: Trail): SdkTrail {
  return {
    HomeRegion: trail.homeRegion,
    IsOrganizationTrail: trail.isOrganizationTrail,
    CloudWatchLogsLogGroupArn: trail.logGroupArn,
    CloudWatchLogsRoleArn: trail.roleArn,
    IsMultiRegionTrail: trail.isMultiRegion,
    IncludeGlobalServiceEvents: trail.includesGlobalEvents,
    LogFileValidationEnabled: trail.logFileValidation,
    KmsKeyId: trail.kmsKeyId,
    S3BucketName: trail.s3Bucket,
    HasCustomEventSelectors: trail.hasCustomEventSelectors,
  };
}

function named(name: string): Error {
  return Object.assign(new Error('no'), { name });
}

const OUR_ROLE = ourRole();
const OUR_TRAIL: Partial<Trail> = { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: OUR_ROLE.arn };
const BLANKED: Partial<Trail> = { logGroupArn: '', roleArn: '' };
const THEIR_ROLE = ourRole({ arn: PERFECT_TRAIL.roleArn });
const GROUP = { class: 'STANDARD', retentionDays: 365 };
const THEIRS = { ...GROUP, isOurs: read(false) };

describe('a trail that trailmend integrated', () => {
  test('is known after one round trip', async () => {
    const { facts, roundTrips } = await look({ trail: OUR_TRAIL, groups: [ourGroup().name], roles: [OUR_ROLE] });
    expect(roundTrips).toBe(1);
    expect(facts).toEqual({
      now: NOW,
      id: ID,
      gone: false,
      trail: read({ ...PERFECT_TRAIL, ...OUR_TRAIL }),
      tags: read({}),
      status: read({ isLogging: true, latestLogsDelivery: DELIVERED }),
      eventSelectors: read({ logsManagementEvents: true, dataEvents: [] }),
      currentGroup: read({ name: ourGroup().name, ...GROUP, isOurs: read('not-asked') }),
      formerGroup: read('none'),
      metricFilters: read('not-asked'),
      currentRole: read(OUR_ROLE),
      organizationId: unread('nothing asked for it: no organization trail is to be repaired'),
      simulation: read('not-needed'),
      candidateGroups: unread('nothing asked for it: the trail needs no other log group'),
      candidateRoles: read([OUR_ROLE]),
    });
  });

  test('its calls are these', async () => {
    const { calls } = await look({ trail: OUR_TRAIL, groups: [ourGroup().name], roles: [OUR_ROLE] });
    const role = deliveryRoleName(ID, 1);
    expect(new Set(calls)).toEqual(
      new Set([
        `GetTrail ${ID.arn}`,
        `GetTrailStatus ${ID.arn}`,
        `ListTags ${ID.arn}`,
        'DescribeLogGroups /trailmend/audit',
        `GetRole ${role}`,
        `GetRolePolicy ${role} trailmend-delivery`,
      ]),
    );
    expect(calls).toHaveLength(6);
  });

  test('is asked whether the group is ours where the group keeps events too shortly', async () => {
    const { facts, roundTrips, calls } = await look({
      trail: OUR_TRAIL,
      groups: [ourGroup().name],
      roles: [OUR_ROLE],
      retentionDays: 30,
    });
    expect(roundTrips).toBe(2);
    expect(facts.currentGroup).toMatchObject(read({ retentionDays: 30, isOurs: read(true) }));
    expect(calls).toContain(`ListTagsForResource ${logGroupArn(ID, ourGroup().name).slice(0, -2)}`);
  });

  test('a group of ours that was deleted is missing, whatever else begins with its name', async () => {
    const { facts } = await look({ trail: OUR_TRAIL, groups: ['/trailmend/audit-2'], roles: [OUR_ROLE] });
    expect(facts.currentGroup).toEqual(read('missing'));
    expect(facts.candidateGroups).toEqual(read([]));
  });
});

describe('a trail that somebody else integrated', () => {
  test('is known after two round trips', async () => {
    const { facts, roundTrips, calls } = await look({ groups: ['audit-logs', 'audit-logs-old'], roles: [THEIR_ROLE] });
    expect(roundTrips).toBe(2);
    expect(facts.currentGroup).toEqual(read({ name: 'audit-logs', ...THEIRS }));
    expect(facts.currentRole).toMatchObject(read({ arn: PERFECT_TRAIL.roleArn }));
    expect(facts.candidateGroups.read).toBe(false);
    expect(calls).toContain('DescribeLogGroups audit-logs');
    expect(calls).toContain('GetRole CloudTrail_CloudWatchLogs_Role');
  });

  test('is asked about its event selectors where it has some of its own, beside the other reads', async () => {
    const trail = { hasCustomEventSelectors: true };
    const { facts, roundTrips, calls } = await look({ trail, groups: ['audit-logs'], roles: [THEIR_ROLE] });
    expect(roundTrips).toBe(2);
    expect(facts.eventSelectors).toMatchObject(read({ logsManagementEvents: false, dataEvents: [] }));
    expect(calls).toContain(`GetEventSelectors ${ID.arn}`);
  });

  test('has its role simulated beside the other reads where AWS did not deliver lately', async () => {
    const { facts, roundTrips, calls } = await look({ groups: ['audit-logs'], roles: [THEIR_ROLE], delivered: NEVER });
    expect(roundTrips).toBe(2);
    expect(calls).toContain(`SimulatePrincipalPolicy ${PERFECT_TRAIL.roleArn}`);
    expect(facts.simulation).toMatchObject(read([{ decision: 'allowed' }, { decision: 'allowed' }]));
  });

  test('has nothing simulated where the role is gone', async () => {
    const { facts } = await look({ groups: ['audit-logs'], delivered: NEVER, refused: ['SimulatePrincipalPolicy'] });
    expect([facts.currentRole, facts.simulation]).toEqual([read('missing'), read('not-needed')]);
  });

  test('group and role that do not exist are missing', async () => {
    const { facts } = await look({ groups: ['audit-logs-old'] });
    expect([facts.currentGroup, facts.currentRole]).toEqual([read('missing'), read('missing')]);
  });

  test('a role of the same name under another path is not the one that the trail names', async () => {
    const arn = PERFECT_TRAIL.roleArn.replace('service-role/', '');
    const { facts } = await look({ groups: ['audit-logs'], roles: [ourRole({ arn })] });
    expect(facts.currentRole).toEqual(read('missing'));
  });

  test('a role that is no ARN of a role is missing, and IAM is not asked for it', async () => {
    const { facts, calls } = await look({
      trail: { roleArn: 'CloudTrail_CloudWatchLogs_Role' },
      groups: ['audit-logs'],
    });
    expect(facts.currentRole).toEqual(read('missing'));
    expect(calls.filter((call) => call.startsWith('GetRole '))).toEqual([`GetRole ${deliveryRoleName(ID, 1)}`]);
  });

  test.each([
    ['of another region', PERFECT_TRAIL.logGroupArn.replace(ID.region, 'us-west-2')],
    ['of another account', PERFECT_TRAIL.logGroupArn.replace(ID.account, '444455556666')],
    ['without the ending', PERFECT_TRAIL.logGroupArn.replace(':*', '')],
  ])('a log group %s is not looked up', async (_, group) => {
    const { facts, calls } = await look({ trail: { logGroupArn: group }, groups: ['audit-logs'], roles: [THEIR_ROLE] });
    expect(facts.currentGroup).toEqual(read('none'));
    expect(calls.filter((call) => call.startsWith('DescribeLogGroups'))).toEqual([
      'DescribeLogGroups /trailmend/audit',
    ]);
  });
});

describe('with MetricFilters cis', () => {
  const metricFilters = 'cis';
  const filters = read([expect.objectContaining({ name: 'trailmend-RootUse' })]);

  test('the filters of our group are known after one round trip more', async () => {
    const groups = [ourGroup().name];
    const { facts, roundTrips, calls } = await look({ trail: OUR_TRAIL, groups, roles: [OUR_ROLE], metricFilters });
    expect(roundTrips).toBe(2);
    expect(facts.metricFilters).toEqual(filters);
    expect(calls).toContain(`ListTagsForResource ${logGroupArn(ID, ourGroup().name).slice(0, -2)}`);
    expect(calls).toContain(`DescribeMetricFilters ${ourGroup().name}`);
  });

  test('so are those of a group of ours that the trail does not name', async () => {
    const { facts, roundTrips, calls } = await look({ trail: BLANKED, groups: ['/trailmend/audit'], metricFilters });
    expect(roundTrips).toBe(2);
    expect(facts.candidateGroups).toMatchObject(read([{ metricFilters: filters }]));
    expect(calls.filter((call) => call.startsWith('ListTagsForResource'))).toHaveLength(1);
  });

  test('those of a group elsewhere are not asked for', async () => {
    const { facts, calls } = await look({ groups: ['audit-logs'], roles: [THEIR_ROLE], metricFilters });
    expect(facts.metricFilters).toEqual(read('not-asked'));
    expect(calls.filter((call) => call.startsWith('DescribeMetricFilters'))).toEqual([]);
  });

  test('those of a group that cannot be read are unread', async () => {
    const { facts } = await look({ trail: OUR_TRAIL, refused: ['DescribeLogGroups'], metricFilters });
    expect(facts.metricFilters).toMatchObject({ read: false });
  });
});

describe('a trail without group and role', () => {
  test('is known after one round trip when we made nothing for it yet', async () => {
    const { facts, roundTrips } = await look({ trail: BLANKED });
    expect(roundTrips).toBe(1);
    expect(facts).toMatchObject({
      currentGroup: read('none'),
      currentRole: read('none'),
      candidateGroups: read([]),
      candidateRoles: read([]),
    });
  });

  test('groups under both of our names are candidates, with tags asked for by the ARN without its ending', async () => {
    const { facts, roundTrips, calls } = await look({
      trail: BLANKED,
      groups: ['/trailmend/audit', '/trailmend/audit-2', `/trailmend/audit-${hash()}`],
    });
    expect(roundTrips).toBe(2);
    const tags = read({ [TRAIL_TAG]: ID.arn });
    expect(facts.candidateGroups).toEqual(
      read([
        { name: '/trailmend/audit', ...GROUP, tags, metricFilters: read('not-asked') },
        { name: `/trailmend/audit-${hash()}`, ...GROUP, tags, metricFilters: read('not-asked') },
      ]),
    );
    expect(calls).toContain(`ListTagsForResource ${logGroupArn(ID, '/trailmend/audit').slice(0, -2)}`);
  });

  test('a group whose tags cannot be read stays a candidate', async () => {
    const { facts } = await look({ trail: BLANKED, groups: ['/trailmend/audit'], refused: ['ListTagsForResource'] });
    expect(facts.candidateGroups).toMatchObject(read([{ tags: { read: false } }]));
  });
});

describe('the group to which the trail delivered before', () => {
  const FORMER = { trail: BLANKED, formerArn: PERFECT_TRAIL.logGroupArn };

  test('is read one round trip after what names it, where the trail has no group', async () => {
    const { facts, roundTrips, calls } = await look({ ...FORMER, groups: ['audit-logs', 'audit-logs-old'] });
    expect(facts.formerGroup).toEqual(read({ name: 'audit-logs', ...GROUP }));
    expect(calls).toContain('DescribeLogGroups audit-logs');
    expect(roundTrips).toBe(2);
  });

  test('is read beside the event selectors', async () => {
    const trail = { ...BLANKED, hasCustomEventSelectors: true };
    const { facts, roundTrips } = await look({ ...FORMER, trail, groups: ['audit-logs'] });
    expect(facts.formerGroup.read && facts.eventSelectors.read).toBe(true);
    expect(roundTrips).toBe(2);
  });

  test('is missing when there is none of that name any more', async () => {
    const { facts } = await look({ ...FORMER, groups: ['audit-logs-old'] });
    expect(facts.formerGroup).toEqual(read('missing'));
  });

  test('is unread when it cannot be looked up', async () => {
    const { facts } = await look({ ...FORMER, refused: ['DescribeLogGroups'] });
    expect(facts.formerGroup.read).toBe(false);
  });

  test('costs no call when it is the one that the trail names', async () => {
    const { facts, calls } = await look({ formerArn: PERFECT_TRAIL.logGroupArn, roles: [THEIR_ROLE] });
    expect([facts.currentGroup, facts.formerGroup]).toEqual([read('missing'), read('missing')]);
    expect(calls.filter((call) => call === 'DescribeLogGroups audit-logs')).toHaveLength(1);
  });

  test('costs no call when it is under our name', async () => {
    const { facts, roundTrips } = await look({
      ...FORMER,
      groups: [ourGroup().name],
      formerArn: logGroupArn(ID, ourGroup().name),
    });
    expect(facts.formerGroup).toMatchObject(read({ name: ourGroup().name }));
    expect(roundTrips).toBe(2);
  });

  test.each<[string, Aws, string | undefined]>([
    [
      'while the trail has a usable group',
      { trail: {}, groups: ['audit-logs'], roles: [THEIR_ROLE] },
      PERFECT_TRAIL.logGroupArn,
    ],
    ['when nothing is remembered', { trail: BLANKED }, undefined],
    ['when it is in another region', { trail: BLANKED }, PERFECT_TRAIL.logGroupArn.replace(ID.region, 'eu-west-1')],
  ])('is not asked for %s', async (_name, aws, formerArn) => {
    const { facts, calls } = await look({ ...aws, ...(formerArn !== undefined && { formerArn }) });
    expect(facts.formerGroup).toEqual(read('none'));
    const lists = calls.filter((call) => call.startsWith('DescribeLogGroups'));
    expect(lists).toHaveLength(aws.groups ? 2 : 1);
  });
});

describe('the roles under our names', () => {
  const unusable = (generation: number): CandidateRole =>
    ourRole({ arn: ourRole({}, generation).arn, path: '/', tags: {} }, generation);

  test('end with the first that can be used', async () => {
    const roles = [unusable(1), ourRole({}, 2), ourRole({}, 3)];
    expect((await look({ trail: BLANKED, roles })).facts.candidateRoles).toEqual(read(roles.slice(0, 2)));
  });

  test('end with the first name that is free', async () => {
    const roles = [unusable(1), unusable(2), ourRole({}, 4)];
    expect((await look({ trail: BLANKED, roles })).facts.candidateRoles).toEqual(read(roles.slice(0, 2)));
  });

  test('end with the last generation', async () => {
    const roles = Array.from({ length: LAST_GENERATION + 1 }, (_, index) => unusable(index + 1));
    const { facts, calls } = await look({ trail: BLANKED, roles });
    expect(facts.candidateRoles).toEqual(read(roles.slice(0, LAST_GENERATION)));
    expect(calls.filter((call) => call.startsWith('GetRole '))).toHaveLength(LAST_GENERATION);
  });
});

describe('what cannot be read', () => {
  const why = (operation: string) => unread(`${operation} answered AccessDeniedException: no`);

  test('a trail that AWS does not know is gone, and nothing more is asked', async () => {
    const { facts, roundTrips } = await look({ trail: 'unknown' });
    expect(roundTrips).toBe(1);
    expect(facts).toMatchObject({ gone: true, trail: { read: false }, currentGroup: { read: false } });
  });

  test('without the trail neither its group nor its role is known', async () => {
    const { facts } = await look({ refused: ['GetTrail'] });
    expect(facts).toMatchObject({
      gone: false,
      trail: why('GetTrail'),
      eventSelectors: why('GetTrail'),
      currentGroup: why('GetTrail'),
      currentRole: why('GetTrail'),
    });
  });

  test('without the list of groups neither our current one nor the candidates are known', async () => {
    const { facts } = await look({ trail: OUR_TRAIL, roles: [OUR_ROLE], refused: ['DescribeLogGroups'] });
    expect([facts.currentGroup, facts.candidateGroups]).toEqual([why('DescribeLogGroups'), why('DescribeLogGroups')]);
  });

  test('without GetRole neither the current role nor the candidates are known', async () => {
    const { facts } = await look({ groups: ['audit-logs'], refused: ['GetRole'] });
    expect([facts.currentRole, facts.candidateRoles]).toEqual([why('GetRole'), why('GetRole')]);
  });

  test('without its policy a role of ours is still known', async () => {
    const { facts } = await look({ trail: BLANKED, roles: [OUR_ROLE], refused: ['GetRolePolicy'] });
    expect(facts.candidateRoles).toEqual(read([{ ...OUR_ROLE, deliveryPolicy: why('GetRolePolicy') }]));
  });
});

function hash(): string {
  return deliveryRoleName(ID, 1).split('-').at(-2) ?? '';
}

describe('the organization', () => {
  test('is asked for once, and the role simulated on its streams too, where AWS did not deliver lately', async () => {
    const integrated = { trail: { isOrganizationTrail: true }, groups: ['audit-logs'], roles: [THEIR_ROLE] };
    const whole = await look({ ...integrated, organizationTrails: true, delivered: NEVER });
    const count = (operation: string) => whole.calls.filter((call) => call.startsWith(operation)).length;
    expect([count('DescribeOrganization'), count('SimulatePrincipalPolicy')]).toEqual([1, 2]);
    expect(whole.roundTrips).toBe(3);
    const broken = await look({ ...integrated, roles: [], organizationTrails: true, delivered: NEVER });
    expect(broken.calls.filter((call) => call === 'DescribeOrganization ')).toHaveLength(1);
  });

  const trail = { ...BLANKED, isOrganizationTrail: true };
  const asked = ({ calls }: Look): boolean => calls.includes('DescribeOrganization ');

  test('is asked for beside the groups when its trail is to be repaired, and only then', async () => {
    const seen = await look({ trail, organizationTrails: true, groups: [ourGroup().name] });
    expect(seen.facts.organizationId).toEqual(read('o-exampleorgid'));
    const without = await look({ trail, groups: [ourGroup().name] });
    expect(seen.roundTrips).toBe(without.roundTrips);
    expect(asked(without)).toBe(false);
    expect(asked(await look({ trail: BLANKED, organizationTrails: true }))).toBe(false);
    expect(
      asked(
        await look({
          trail: { ...OUR_TRAIL, isOrganizationTrail: true },
          organizationTrails: true,
          groups: [ourGroup().name],
          roles: [OUR_ROLE],
        }),
      ),
    ).toBe(false);
  });

  test('is unread when it may not be asked for', async () => {
    const { facts } = await look({ trail, organizationTrails: true, refused: ['DescribeOrganization'] });
    expect(facts.organizationId).toEqual(unread('DescribeOrganization answered AccessDeniedException: no'));
  });
});
