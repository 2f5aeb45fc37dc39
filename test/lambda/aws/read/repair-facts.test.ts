import { describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readRepairFacts } from '../../../../lambda/aws/read/repair-facts.ts';
import { LAST_GENERATION } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName, logGroupNames, TRAIL_TAG } from '../../../../lambda/core/integration/names.ts';
import type { RepairFacts, TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { CandidateRole } from '../../../../lambda/core/model/role.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import {
  blankedFacts,
  factsWith,
  ID,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  settingsWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { callsTo, type Holdings, type Reading, slowAws } from './slow-aws.ts';

/** What differs from a blanked trail of which no target was accepted. */
interface Task {
  readonly facts?: TrailFacts;
  readonly settings?: Settings;
  readonly acceptedArn?: string;
}

const aws = slowAws();
const clients = clientsFor('eu-west-1');
const [FIRST, SECOND] = logGroupNames(ID, SETTINGS.logGroupPrefix);
const ROLE = deliveryRoleName(ID, 1);
const GROUP = { class: 'STANDARD', retentionDays: 365 };
const why = (operation: string) => unread(`${operation} returned AccessDeniedException: no`);

function readFacts(holdings: Holdings, task: Task = {}): Promise<Reading<RepairFacts>> {
  const { facts = blankedFacts(), settings = SETTINGS, acceptedArn } = task;
  return aws(holdings, () => readRepairFacts(clients, settings, facts, acceptedArn));
}

test('five calls in one round trip show that trailmend has created nothing for a trail', async () => {
  const { facts, roundTrips, calls } = await readFacts({});
  expect(roundTrips).toBe(1);
  expect(calls).toEqual([
    `DescribeLogGroups ${FIRST}`,
    `GetRole ${ROLE}`,
    `GetRolePolicy ${ROLE} trailmend-delivery`,
    `ListRolePolicies ${ROLE}`,
    `ListAttachedRolePolicies ${ROLE}`,
  ]);
  expect(facts).toEqual({
    acceptedGroup: read('none'),
    candidateGroups: read([]),
    candidateRoles: read([]),
    organizationId: 'not-asked',
  });
});

describe("the log groups under trailmend's names", () => {
  test('are candidates under both names, with their tags', async () => {
    const groups = [FIRST, `${FIRST}-2`, SECOND];
    const reading = await readFacts({ groups });
    expect(reading.roundTrips).toBe(2);
    const tags = read({ [TRAIL_TAG]: ID.arn });
    expect(reading.facts.candidateGroups).toEqual(
      read([
        { name: FIRST, ...GROUP, tags, metricFilters: 'not-asked' },
        { name: SECOND, ...GROUP, tags, metricFilters: 'not-asked' },
      ]),
    );
    const withoutEnding = (name: string) => logGroupArn(ID, name).slice(0, -2);
    expect(callsTo(reading, 'ListTagsForResource')).toEqual([
      `ListTagsForResource ${withoutEnding(FIRST)}`,
      `ListTagsForResource ${withoutEnding(SECOND)}`,
    ]);
  });

  test('are candidates even when their tags could not be read', async () => {
    const { facts } = await readFacts({ groups: [FIRST], refused: ['ListTagsForResource'] });
    expect(facts.candidateGroups).toMatchObject(read([{ name: FIRST, tags: why('ListTagsForResource') }]));
  });

  test('are unread when AWS does not list them', async () => {
    const { facts } = await readFacts({ refused: ['DescribeLogGroups'] });
    expect(facts.candidateGroups).toEqual(why('DescribeLogGroups'));
  });

  test('come with their filters beside the tags when MetricFilters asks for them', async () => {
    const reading = await readFacts({ groups: [FIRST] }, { settings: settingsWith({ metricFilters: 'cis' }) });
    expect(reading.roundTrips).toBe(2);
    const metricFilters = read([expect.objectContaining({ name: 'trailmend-RootUse' })]);
    expect(reading.facts.candidateGroups).toMatchObject(read([{ metricFilters }]));
    expect(callsTo(reading, 'ListTagsForResource')).toHaveLength(1);
  });
});

describe('the accepted log group', () => {
  const acceptedArn = PERFECT_TRAIL.logGroupArn;

  test('is read beside the others when the trail has no group', async () => {
    const { facts, roundTrips, calls } = await readFacts({ groups: ['audit-logs', 'audit-logs-old'] }, { acceptedArn });
    expect(facts.acceptedGroup).toEqual(read({ name: 'audit-logs', ...GROUP }));
    expect(calls).toContain('DescribeLogGroups audit-logs');
    expect(roundTrips).toBeLessThanOrEqual(2);
  });

  test('is missing when no group has its name any more', async () => {
    expect((await readFacts({ groups: ['audit-logs-old'] }, { acceptedArn })).facts.acceptedGroup).toEqual(
      read('missing'),
    );
  });

  test('is unread when it cannot be looked up', async () => {
    const { facts } = await readFacts({ refused: ['DescribeLogGroups'] }, { acceptedArn });
    expect(facts.acceptedGroup).toEqual(why('DescribeLogGroups'));
  });

  test('costs no call when the trail still names it', async () => {
    const unusable = { name: 'audit-logs', class: 'DELIVERY', isOurs: read(false) };
    for (const currentGroup of [read('missing' as const), read(unusable)]) {
      const reading = await readFacts({}, { acceptedArn, facts: factsWith({ currentGroup }) });
      expect(reading.facts.acceptedGroup).toEqual(currentGroup);
      expect(callsTo(reading, 'DescribeLogGroups')).toEqual([`DescribeLogGroups ${FIRST}`]);
    }
  });

  test("costs no call when it is under one of trailmend's names", async () => {
    const reading = await readFacts({ groups: [SECOND] }, { acceptedArn: logGroupArn(ID, SECOND) });
    expect(reading.facts.acceptedGroup).toMatchObject(read({ name: SECOND }));
    expect(callsTo(reading, 'DescribeLogGroups')).toEqual([`DescribeLogGroups ${FIRST}`]);
  });

  test.each<[string, Task]>([
    ['while the trail has a usable group', { facts: PERFECT_FACTS, acceptedArn }],
    ['while the group of the trail is unread', { facts: factsWith({ currentGroup: unread('denied') }), acceptedArn }],
    ['when none is remembered', {}],
    ['when it is in another Region', { acceptedArn: acceptedArn.replace(ID.region, 'eu-west-1') }],
    ['when it is in another account', { acceptedArn: acceptedArn.replace(ID.account, '444455556666') }],
  ])('is not asked for %s', async (_name, task) => {
    const reading = await readFacts({ groups: ['audit-logs'] }, task);
    expect(reading.facts.acceptedGroup).toEqual(read('none'));
    expect(callsTo(reading, 'DescribeLogGroups')).toEqual([`DescribeLogGroups ${FIRST}`]);
  });
});

describe("the roles under trailmend's names", () => {
  const unusable = (generation: number): CandidateRole =>
    ourRole({ arn: ourRole({}, generation).arn, path: '/', tags: {} }, generation);
  const candidates = async (roles: readonly CandidateRole[]) => (await readFacts({ roles })).facts.candidateRoles;

  test('end with the first usable one', async () => {
    const roles = [unusable(1), ourRole({}, 2), ourRole({}, 3)];
    expect(await candidates(roles)).toEqual(read(roles.slice(0, 2)));
  });

  test('end with the first free name', async () => {
    const roles = [unusable(1), unusable(2), ourRole({}, 4)];
    expect(await candidates(roles)).toEqual(read(roles.slice(0, 2)));
  });

  test('end with the last generation', async () => {
    const roles = Array.from({ length: LAST_GENERATION + 1 }, (_, index) => unusable(index + 1));
    const reading = await readFacts({ roles });
    expect(reading.facts.candidateRoles).toEqual(read(roles.slice(0, LAST_GENERATION)));
    expect(callsTo(reading, 'GetRole')).toHaveLength(LAST_GENERATION);
  });

  test('are unread without GetRole', async () => {
    const { facts } = await readFacts({ roles: [ourRole()], refused: ['GetRole'] });
    expect(facts.candidateRoles).toEqual(why('GetRole'));
  });

  test('are known without their policy', async () => {
    const { facts } = await readFacts({ roles: [ourRole()], refused: ['GetRolePolicy'] });
    expect(facts.candidateRoles).toEqual(read([{ ...ourRole(), deliveryPolicy: why('GetRolePolicy') }]));
  });
});

describe('the organization', () => {
  const trail = read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '', isOrganizationTrail: true });
  const facts = blankedFacts({ trail });
  const settings = settingsWith({ organizationTrails: true });

  test('is asked for beside the groups when its trail is to be repaired', async () => {
    const reading = await readFacts({ groups: [ourGroup().name] }, { facts, settings });
    expect(reading.facts.organizationId).toEqual(read('o-exampleorgid'));
    expect(reading.roundTrips).toBe(2);
    expect(callsTo(reading, 'DescribeOrganization')).toHaveLength(1);
  });

  test.each<[string, Task]>([
    ['for another trail', { settings }],
    ['when OrganizationTrails is false', { facts }],
    ['for a trail that could not be read', { settings, facts: factsWith({ trail: unread('denied') }) }],
  ])('is not asked for %s', async (_name, task) => {
    const reading = await readFacts({}, task);
    expect(reading.facts.organizationId).toBe('not-asked');
    expect(callsTo(reading, 'DescribeOrganization')).toEqual([]);
  });

  test('is unread when AWS refuses', async () => {
    const reading = await readFacts({ refused: ['DescribeOrganization'] }, { facts, settings });
    expect(reading.facts.organizationId).toEqual(why('DescribeOrganization'));
  });
});

test('with a role of the stack, no role is read', async () => {
  const settings = settingsWith({ deliveryRoleArn: `arn:aws:iam::${ID.account}:role/trailmend-delivery/stack` });
  const { facts, calls } = await readFacts({}, { settings });
  expect(calls).toEqual([`DescribeLogGroups ${FIRST}`]);
  expect(facts.candidateRoles).toEqual(read([]));
});
