import { describe, expect, test } from '@jest/globals';
import { deliveryPolicy } from '../../../../lambda/core/integration/delivery-role.ts';
import { deliveryRoleName } from '../../../../lambda/core/integration/names.ts';
import { NO_HISTORY, type RepairFacts, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Settings } from '../../../../lambda/core/model/settings.ts';
import { selectDeliveryRole } from '../../../../lambda/core/planning/delivery-role-target.ts';
import { selectLogGroup } from '../../../../lambda/core/planning/log-group-target.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  ID,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  read,
  repairFactsWith,
  SETTINGS,
  settingsWith,
  unread,
} from '../../../support/perfect-trail.ts';

const ADMINISTRATOR = 'an administrator of the account';
const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd';
const REPLICATED = 'arn:aws:kms:eu-west-1:111122223333:key/mrk-1234abcd';
const foreign = { tags: read({}) };
const second = '/trailmend/audit-8d14af72';

const group = (changes: Partial<RepairFacts>, facts: TrailFacts = blankedFacts(), settings: Settings = SETTINGS) =>
  selectLogGroup(facts, repairFactsWith(changes), assess(facts, settings, NO_HISTORY), settings);
const role = (changes: Partial<RepairFacts>) =>
  selectDeliveryRole(blankedFacts(), repairFactsWith(changes), SETTINGS, '/trailmend/audit');

const ACCEPTED = { name: 'accepted', class: 'STANDARD' };

describe('selects as the log group of a trail', () => {
  test.each<[string, Partial<RepairFacts>, object, TrailFacts?]>([
    ['its own while nothing is wrong with it', {}, { kind: 'current', name: 'audit-logs' }, PERFECT_FACTS],
    ['a new one where none exists', {}, { kind: 'new', name: '/trailmend/audit' }],
    [
      'a new one under the second name where others have the first',
      { candidateGroups: read([ourGroup(foreign)]) },
      { kind: 'new', name: second },
    ],
    [
      'the one that trailmend created',
      { candidateGroups: read([ourGroup(foreign), ourGroup({ name: second })]) },
      { kind: 'ours', name: second, metricFilters: 'not-asked' },
    ],
    [
      'the one that trailmend created, with its retention raised',
      { candidateGroups: read([ourGroup({ retentionDays: 30 })]) },
      { kind: 'ours', name: '/trailmend/audit', metricFilters: 'not-asked', retentionDays: 365 },
    ],
    [
      'the accepted one, whatever trailmend created',
      { acceptedGroup: read(ACCEPTED), candidateGroups: read([ourGroup()]) },
      { kind: 'accepted', name: 'accepted' },
    ],
    [
      'the accepted one, where what trailmend created could not be read',
      { acceptedGroup: read(ACCEPTED), candidateGroups: unread('denied') },
      { kind: 'accepted', name: 'accepted' },
    ],
    [
      'the accepted one as one of trailmend, where trailmend created it',
      {
        acceptedGroup: read(ourGroup({ name: second })),
        candidateGroups: read([ourGroup(), ourGroup({ name: second })]),
      },
      { kind: 'ours', name: second, metricFilters: 'not-asked' },
    ],
    [
      "the accepted one under one of trailmend's names, where others created it",
      { acceptedGroup: read(ourGroup()), candidateGroups: read([ourGroup(foreign)]) },
      { kind: 'accepted', name: '/trailmend/audit' },
    ],
    [
      'no accepted one of another class',
      { acceptedGroup: read({ ...ACCEPTED, class: 'DELIVERY' }) },
      { kind: 'new', name: '/trailmend/audit' },
    ],
    ['no accepted one that is missing', { acceptedGroup: read('missing') }, { kind: 'new', name: '/trailmend/audit' }],
    [
      'no group of trailmend of another class',
      { candidateGroups: read([ourGroup({ class: 'DELIVERY' })]) },
      { kind: 'new', name: second },
    ],
  ])('%s', (_name, changes, value, facts = blankedFacts()) =>
    expect(group(changes, facts)).toEqual({ ok: true, value }),
  );
});

describe('selects no log group', () => {
  test.each<[string, Partial<RepairFacts>, string, TrailFacts?]>([
    [
      'that of the trail is unread',
      {},
      'trailmend could not read the log group of the trail: denied',
      { ...PERFECT_FACTS, currentGroup: unread('denied') },
    ],
    [
      'the accepted one is unread',
      { acceptedGroup: unread('denied') },
      'trailmend could not read the log group to which the trail delivered before: denied',
    ],
    [
      "those under trailmend's names are unread",
      { candidateGroups: unread('denied') },
      "trailmend could not read the log groups under trailmend's names: denied",
    ],
    [
      'the tags of one of them are unread',
      { candidateGroups: read([ourGroup(), ourGroup({ name: second, tags: unread('denied') })]) },
      `trailmend could not read the tags of the log group ${second}: denied`,
    ],
  ])('while %s', (_name, changes, detail, facts = blankedFacts()) => {
    const error = { reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR };
    expect(group(changes, facts)).toEqual({ ok: false, error });
  });

  test('when others have both names', () => {
    const candidateGroups = read([ourGroup(foreign), ourGroup({ ...foreign, name: second })]);
    expect(group({ candidateGroups })).toEqual({
      ok: false,
      error: {
        reason: 'names-taken',
        detail: `log groups that trailmend did not create have both of its names: /trailmend/audit, ${second}`,
        whoCanAct: `${ADMINISTRATOR} (rename or remove them)`,
      },
    });
  });
});

describe('a new group', () => {
  const encrypted = (logGroupKmsKeyArn: string) => group({}, blankedFacts(), settingsWith({ logGroupKmsKeyArn }));

  test.each([
    ['the key of its Region', KEY.replace('eu-west-1', ID.region), KEY.replace('eu-west-1', ID.region)],
    ['the replica of a multi-Region key', REPLICATED, REPLICATED.replace('eu-west-1', ID.region)],
  ])('is encrypted with %s', (_name, key, kmsKeyArn) => {
    expect(encrypted(key)).toEqual({ ok: true, value: { kind: 'new', name: '/trailmend/audit', kmsKeyArn } });
  });

  test.each([KEY, KEY.replace('key/', 'key/x-key/mrk-'), KEY.replace(':key/1234abcd', '')])(
    'is not created with a key that cannot encrypt it: %s',
    (key) => {
      expect(encrypted(key)).toEqual({
        ok: false,
        error: {
          reason: 'kms-key-elsewhere',
          detail: `the key ${key} cannot encrypt a log group in us-east-1: only a multi-Region key (mrk-…) has replicas`,
          whoCanAct: 'the operator of trailmend, with a multi-Region key in LogGroupKmsKeyArn',
        },
      });
    },
  );
});

describe('selects as the delivery role of a trail', () => {
  const policyDocument = deliveryPolicy(ID, ourGroup().name);

  test.each<[string, Partial<RepairFacts>, object]>([
    ['a new one', {}, { kind: 'new', name: deliveryRoleName(ID, 1) }],
    [
      'the first that can be repaired in place',
      { candidateRoles: read([ourRole({ path: '/' }), ourRole({}, 2), ourRole({}, 3)]) },
      { kind: 'ours', name: deliveryRoleName(ID, 2), policyDocument },
    ],
    [
      'the next generation where none can be repaired',
      { candidateRoles: read([ourRole({ path: '/' })]) },
      { kind: 'new', name: deliveryRoleName(ID, 2) },
    ],
    [
      'the next generation where others added a policy',
      { candidateRoles: read([ourRole({ otherPolicies: read(['more']) })]) },
      { kind: 'new', name: deliveryRoleName(ID, 2) },
    ],
    [
      'one that knows the organization',
      { organizationId: read('o-1') },
      { kind: 'new', name: deliveryRoleName(ID, 1), organizationId: 'o-1' },
    ],
    [
      'one of trailmend that knows the organization',
      { organizationId: read('o-1'), candidateRoles: read([ourRole()]) },
      { kind: 'ours', name: deliveryRoleName(ID, 1), policyDocument, organizationId: 'o-1' },
    ],
  ])('%s', (_name, changes, value) => expect(role(changes)).toEqual({ ok: true, value }));
});

describe('selects no delivery role', () => {
  test.each<[string, Partial<RepairFacts>, string]>([
    [
      'the organization is unread',
      { organizationId: unread('denied') },
      'trailmend could not read the id of the organization: denied',
    ],
    [
      "those under trailmend's names are unread",
      { candidateRoles: unread('denied') },
      "trailmend could not read the roles under trailmend's names: denied",
    ],
    [
      'the policy of one of them is unread',
      { candidateRoles: read([ourRole({ deliveryPolicy: unread('denied') })]) },
      `trailmend could not read the policy of the role ${deliveryRoleName(ID, 1)}: denied`,
    ],
    [
      'it is unread which other policies one of them has',
      { candidateRoles: read([ourRole({ otherPolicies: unread('denied') })]) },
      `trailmend could not read the policies of the role ${deliveryRoleName(ID, 1)}: denied`,
    ],
  ])('while %s', (_name, changes, detail) => {
    const error = { reason: 'unread-fact', detail, whoCanAct: ADMINISTRATOR };
    expect(role(changes)).toEqual({ ok: false, error });
  });

  test('when the log group is outside the prefix to which the role of the stack may write', () => {
    const settings = settingsWith({ deliveryRoleArn: `arn:aws:iam::${ID.account}:role/trailmend-delivery/stack` });
    expect(selectDeliveryRole(blankedFacts(), repairFactsWith({}), settings, 'audit')).toEqual({
      ok: false,
      error: {
        reason: 'group-outside-prefix',
        detail:
          'the delivery role of the stack may write only to log groups whose names begin with /trailmend/, and the trail delivers to audit',
        whoCanAct:
          'the operator of trailmend, with DeliveryRole per-trail, or the owner of the trail, with another log group',
      },
    });
  });

  test('when others have all names', () => {
    const candidateRoles = read(Array.from({ length: 9 }, (_, index) => ourRole({ path: '/' }, index + 1)));
    expect(role({ candidateRoles })).toEqual({
      ok: false,
      error: {
        reason: 'names-taken',
        detail: "roles that others created or changed have all of trailmend's names for the trail",
        whoCanAct: `${ADMINISTRATOR} (rename or remove them)`,
      },
    });
  });
});
