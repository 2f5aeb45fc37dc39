import { describe, expect, test } from '@jest/globals';
import { deliveryPolicy } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../../../lambda/core/integration/names.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { selectDeliveryRole, selectLogGroup } from '../../../../lambda/core/planning/targets.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
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

const ADMINISTRATOR = 'an administrator of the account';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const REPLICATED = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd';
const foreign = { tags: read({}) };
const second = '/trailmend/audit-8d14af72';

const group = (facts: TrailFacts, settings: Settings = SETTINGS) =>
  selectLogGroup(facts, assess(facts, settings), settings);
const role = (changes: Partial<TrailFacts>) => selectDeliveryRole(blankedFacts(changes), SETTINGS);

describe('the group of a trail', () => {
  test.each<[string, TrailFacts, object]>([
    ['its own while nothing is wrong with it', PERFECT_FACTS, { kind: 'current', name: 'audit-logs' }],
    ['a new one where there is none', blankedFacts(), { kind: 'new', name: '/trailmend/audit' }],
    [
      'a new one of the second name where somebody else has the first',
      blankedFacts({ candidateGroups: read([ourGroup(foreign)]) }),
      { kind: 'new', name: second },
    ],
    [
      'the one that trailmend made',
      blankedFacts({ candidateGroups: read([ourGroup(foreign), ourGroup({ name: second })]) }),
      { kind: 'ours', name: second, metricFilters: read('not-asked') },
    ],
    [
      'the one that trailmend made, with its retention raised',
      blankedFacts({ candidateGroups: read([ourGroup({ retentionDays: 30 })]) }),
      { kind: 'ours', name: '/trailmend/audit', metricFilters: read('not-asked'), retentionDays: 365 },
    ],
    [
      'the former one, whatever trailmend made',
      blankedFacts({ formerGroup: read({ name: 'former', class: 'STANDARD' }), candidateGroups: read([ourGroup()]) }),
      { kind: 'former', name: 'former' },
    ],
    [
      'the former one, where what trailmend made could not be read',
      blankedFacts({ formerGroup: read({ name: 'former', class: 'STANDARD' }), candidateGroups: unread('denied') }),
      { kind: 'former', name: 'former' },
    ],
    [
      'the former one as ours, where trailmend made it',
      blankedFacts({
        formerGroup: read(ourGroup({ name: second })),
        candidateGroups: read([ourGroup({ name: second })]),
      }),
      { kind: 'ours', name: second, metricFilters: read('not-asked') },
    ],
    [
      'the former one under our name, where somebody else made it',
      blankedFacts({ formerGroup: read(ourGroup()), candidateGroups: read([ourGroup(foreign)]) }),
      { kind: 'former', name: '/trailmend/audit' },
    ],
    [
      'no former one of another class',
      blankedFacts({ formerGroup: read({ name: 'former', class: 'DELIVERY' }) }),
      { kind: 'new', name: '/trailmend/audit' },
    ],
    [
      'none of ours of another class',
      blankedFacts({ candidateGroups: read([ourGroup({ class: 'DELIVERY' })]) }),
      { kind: 'new', name: second },
    ],
  ])('is %s', (_name, facts, target) => expect(group(facts)).toEqual({ made: true, target }));

  test.each<[string, TrailFacts, string]>([
    [
      'its own is unread',
      { ...PERFECT_FACTS, currentGroup: unread('denied') },
      'could not read the log group of the trail: denied',
    ],
    [
      'the former one is unread',
      blankedFacts({ formerGroup: unread('denied') }),
      'could not read the log group to which the trail delivered before: denied',
    ],
    [
      'those under our names are unread',
      blankedFacts({ candidateGroups: unread('denied') }),
      'could not read the log groups under our names: denied',
    ],
    [
      'nobody knows whose one of them is',
      blankedFacts({ candidateGroups: read([ourGroup(), ourGroup({ name: second, tags: unread('denied') })]) }),
      `could not read the tags of the log group ${second}: denied`,
    ],
  ])('is not chosen while %s', (_name, facts, detail) => {
    const refusal = { reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR };
    expect(group(facts)).toEqual({ made: false, refusal });
  });

  test('is not chosen when somebody else has both names', () => {
    const candidateGroups = read([ourGroup(foreign), ourGroup({ ...foreign, name: second })]);
    expect(group(blankedFacts({ candidateGroups }))).toEqual({
      made: false,
      refusal: {
        reason: 'names-taken',
        detail: `log groups that are not ours stand under both names: /trailmend/audit, ${second}`,
        whoCanAct: `${ADMINISTRATOR}, by renaming or removing them`,
      },
    });
  });
});

describe('a new group is encrypted', () => {
  const encrypted = (logGroupKmsKeyArn: string) => group(blankedFacts(), settingsWith({ logGroupKmsKeyArn }));

  test.each([
    ['with the key of its region', KEY.replace('eu-west-1', ID.region), KEY.replace('eu-west-1', ID.region)],
    ['with the replica of a multi-region key', REPLICATED, REPLICATED.replace('eu-west-1', ID.region)],
  ])('%s', (_name, key, kmsKeyArn) => {
    expect(encrypted(key)).toEqual({ made: true, target: { kind: 'new', name: '/trailmend/audit', kmsKeyArn } });
  });

  test.each([KEY, KEY.replace('key/', 'key/x-key/mrk-'), KEY.replace(':key/1234abcd', '')])(
    'or not made: %s',
    (key) => {
      expect(encrypted(key)).toEqual({
        made: false,
        refusal: {
          reason: 'kms-key-elsewhere',
          detail: `the key ${key} cannot encrypt a log group in us-east-1: only a multi-region key (mrk-…) has replicas`,
          whoCanAct: 'whoever deploys trailmend, with a multi-region key in LogGroupKmsKeyArn',
        },
      });
    },
  );
});

describe('the role of a trail', () => {
  const ORGANIZATION = read({ ...PERFECT_TRAIL, isOrganizationTrail: true });
  const policyDocument = deliveryPolicy(ID, ourGroup().name);

  test.each<[string, Partial<TrailFacts>, object]>([
    ['a new one', {}, { kind: 'new', name: deliveryRoleName(ID, 1) }],
    [
      'the first that can be mended',
      { candidateRoles: read([ourRole({ path: '/' }), ourRole({}, 2), ourRole({}, 3)]) },
      { kind: 'ours', name: deliveryRoleName(ID, 2), policyDocument },
    ],
    [
      'the next generation where none can be mended',
      { candidateRoles: read([ourRole({ path: '/' })]) },
      { kind: 'new', name: deliveryRoleName(ID, 2) },
    ],
    [
      'one that knows the organization',
      { trail: ORGANIZATION, organizationId: read('o-1') },
      { kind: 'new', name: deliveryRoleName(ID, 1), organizationId: 'o-1' },
    ],
    [
      'one of ours that knows the organization',
      { trail: ORGANIZATION, organizationId: read('o-1'), candidateRoles: read([ourRole()]) },
      { kind: 'ours', name: deliveryRoleName(ID, 1), policyDocument, organizationId: 'o-1' },
    ],
    [
      'one that knows of no organization where the trail is not one',
      { organizationId: read('o-1') },
      { kind: 'new', name: deliveryRoleName(ID, 1) },
    ],
  ])('is %s', (_name, changes, target) => expect(role(changes)).toEqual({ made: true, target }));

  test.each<[string, Partial<TrailFacts>, string]>([
    [
      'the organization is unread',
      { trail: ORGANIZATION, organizationId: unread('denied') },
      'could not read the id of the organization: denied',
    ],
    [
      'those under our names are unread',
      { candidateRoles: unread('denied') },
      'could not read the roles under our names: denied',
    ],
    [
      'what it may do is unread',
      { candidateRoles: read([ourRole({ deliveryPolicy: unread('denied') })]) },
      `could not read the policy of the role ${deliveryRoleName(ID, 1)}: denied`,
    ],
  ])('is not chosen while %s', (_name, changes, detail) => {
    const refusal = { reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR };
    expect(role(changes)).toEqual({ made: false, refusal });
  });

  test('is not chosen when others have all names', () => {
    const candidateRoles = read(Array.from({ length: 9 }, (_, index) => ourRole({ path: '/' }, index + 1)));
    expect(role({ candidateRoles })).toEqual({
      made: false,
      refusal: {
        reason: 'names-taken',
        detail: 'roles that are not ours, or were changed, stand under all of our names for the trail',
        whoCanAct: `${ADMINISTRATOR}, by renaming or removing them`,
      },
    });
  });
});
