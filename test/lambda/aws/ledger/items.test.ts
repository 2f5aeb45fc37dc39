import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from '@jest/globals';
import { issuesFrom, memoryFrom } from '../../../../lambda/aws/ledger/items.ts';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import { strictTable } from '../../../support/aws/strict-table.ts';
import { ID, PERFECT_TRAIL, POSTURE, recordWith } from '../../../support/perfect-trail.ts';
import { leaseOf, NOW } from './leased-table.ts';

const { recheckRequested: dirty, intent: begun, ...lease } = leaseOf('event-1');
const REPAIRS = [
  { time: NOW, concerns: ['retention'], by: ['dana'] },
  { time: NOW, concerns: [] },
];
const REPEAT = { eventName: 'StopLogging', time: NOW, actor: 'dana', deed: 'deed stopped StopLogging dana' };
const LEASE_ITEM = { ...lease, dirty, begun };

test('an item gives what it remembers, whatever else it contains', () => {
  const item = {
    pk: ID.arn,
    sk: 'memory',
    version: 1,
    seenLogging: NOW,
    lease: LEASE_ITEM,
    'told:attempt StopLogging': NOW,
    'repeat:event-2': REPEAT,
    repairs: REPAIRS,
    later: 'of a later release',
  };
  expect(memoryFrom(item)).toEqual({
    ok: true,
    value: {
      seenLogging: NOW,
      lease: leaseOf('event-1'),
      notified: { 'attempt StopLogging': NOW },
      repeats: { 'event-2': REPEAT },
      repairs: REPAIRS,
      pending: [],
    },
  });
});

test('a lease is read from an item that remembers more about its run', () => {
  const more = {
    ...begun,
    before: { logGroupArn: '', roleArn: '', isLogging: true },
    steps: ['of an earlier release'],
  };
  expect(memoryFrom({ version: 1, lease: { ...LEASE_ITEM, begun: more } })).toMatchObject({
    value: { lease: leaseOf('event-1') },
  });
});

test.each([
  [
    'as an earlier trailmend wrote it',
    { seen: NOW, trail: PERFECT_TRAIL },
    { since: NOW, trail: PERFECT_TRAIL, recording: POSTURE.recording },
  ],
  [
    'with everything that can be known',
    {
      seen: NOW,
      trail: { ...PERFECT_TRAIL, hasCustomEventSelectors: true, hasInsightSelectors: true, recursiveLogging: false },
      tags: { team: 'pay' },
      selectors: { kind: 'basic', json: '[{}]' },
    },
    {
      since: NOW,
      trail: { ...PERFECT_TRAIL, hasCustomEventSelectors: true, hasInsightSelectors: true, recursiveLogging: false },
      tags: { team: 'pay' },
    },
  ],
])('an item gives the posture that it had %s', (_name, former, posture) => {
  expect(memoryFrom({ version: 1, former })).toEqual({
    ok: true,
    value: { notified: {}, pending: [], posture },
  });
});

test('a posture is read from an item that remembers when its trail began to log', () => {
  expect(memoryFrom({ version: 1, posture: { ...POSTURE, logging: { started: NOW } } })).toEqual({
    ok: true,
    value: { notified: {}, pending: [], posture: POSTURE },
  });
});

test.each<[string, Record<string, unknown>]>([
  ['of another version', { version: 2 }],
  ['without a version', { version: undefined }],
  ['with an attribute of another type', { seenLogging: true }],
  ['whose posture has no trail', { posture: { since: NOW } }],
  ['whose previous configuration has no trail', { former: { seen: NOW } }],
  ['whose lease says nothing about its run', { lease: { ...LEASE_ITEM, begun: {} } }],
  [
    'whose lease has a trigger that does not exist',
    { lease: { ...LEASE_ITEM, begun: { ...begun, trigger: { kind: 'x' } } } },
  ],
  [
    'whose lease has a rule that does not exist',
    { lease: { ...LEASE_ITEM, begun: { ...begun, findings: [{ rule: 'x', verdict: 'violated', evidence: {} }] } } },
  ],
  ['with a pending notification that is not a record', { 'owed:one': { outcome: 'FIXED' } }],
  [
    'with a record of version 1 about a trail that does not exist',
    { 'owed:one': { ...recordOfVersion1(), trailArn: 'x' } },
  ],
])('an item %s is not read', (_name, changes) => {
  expect(memoryFrom({ version: 1, ...changes })).toMatchObject({ ok: false, error: expect.stringMatching(/→ at \w/) });
});

test('outcome words of a later release are kept as they are', () => {
  const last = { outcome: 'LATER', reason: 'of-a-later-release', time: NOW, recordId: 'r' };
  expect(memoryFrom({ version: 1, last })).toMatchObject({ ok: true, value: { last } });
});

describe('an item with everything that version 1 remembered', () => {
  const item = unmarshall(JSON.parse(readFileSync(join(import.meta.dirname, 'items/version-1.json'), 'utf8')));

  test('is read; what later releases add may be missing from it', () => {
    expect(memoryFrom(item)).toMatchObject({
      ok: true,
      value: {
        lease: {
          holder: 'event-1',
          recheckRequested: false,
          intent: { trigger: { eventName: 'UpdateTrail' }, findings: [{ rule: 'log-group-not-set' }] },
        },
        last: { outcome: 'COMPLIANT' },
        lastNotified: { outcome: 'FIXED' },
        notified: { 'event 3f8c1d5e-0c1a-4a57-9d0b-2f6f3f0f7a11': expect.any(String) },
        seenLogging: expect.any(String),
        acceptedTarget: { roleArn: PERFECT_TRAIL.roleArn },
        posture: { trail: { homeRegion: ID.region } },
        awaitingVerification: { target: { roleArn: PERFECT_TRAIL.roleArn } },
      },
    });
  });

  test('gives its pending notification as a record of version 2 about the trail', () => {
    const [id, owed] = Object.entries(item).find(([name]) => name.startsWith('owed:')) ?? [];
    expect(owed).toMatchObject({ version: 1 });
    expect(memoryFrom(item)).toMatchObject({
      value: { pending: [{ ...owed, version: 2, subject: trailSubject(ID) }] },
    });
    expect(id).toBe(`owed:${owed.id}`);
  });
});

test('notifications that two runs could not publish are both kept, and read oldest first', async () => {
  const ledger = ledgerIn(itemsIn(strictTable().clients, 'Ledger', async () => {}));
  const [one, other] = [recordWith({ id: 'one' }), recordWith({ id: 'other', time: '2026-11-20T08:00:00.000Z' })];
  await ledger.save(ID.arn, { pending: { one } });
  await ledger.save(ID.arn, { pending: { other } });
  expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { notified: {}, pending: [other, one] } });
  await ledger.save(ID.arn, { pending: { one: null } });
  expect(await ledger.load(ID.arn)).toMatchObject({ value: { pending: [other] } });
  await ledger.save(ID.arn, { pending: { other: null } });
  expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { notified: {}, pending: [] } });
});

test('everything that a run can remember is read as it was written', async () => {
  const ledger = ledgerIn(itemsIn(strictTable().clients, 'Ledger', async () => {}));
  const { logGroupArn, roleArn } = PERFECT_TRAIL;
  const own = { kind: 'advanced', json: '[{}]' } as const;
  const judged = { outcome: 'BLOCKED', reason: 'cost', time: NOW } as const;
  const changes = {
    lease: { ...leaseOf('event-1'), recheckRequested: true },
    last: { ...judged, recordId: 'r' },
    lastNotified: { ...judged, rules: ['log-group-not-set'], weakened: 'c0ffee', tooLarge: true },
    seenLogging: NOW,
    acceptedTarget: { logGroupArn, roleArn, since: NOW },
    posture: {
      since: NOW,
      isNew: true,
      trail: PERFECT_TRAIL,
      tags: { team: 'pay' },
      recording: { writes: 'all', reads: 'partial', excludedSources: ['kms.amazonaws.com'], own },
      group: {
        ...{ createdMs: 1, retentionDays: 365, masked: false },
        ...{ metricFilters: ['a'], subscriptionFilters: ['b'], streams: ['c'] },
      },
    },
    awaitingVerification: { since: NOW, target: { logGroupArn, roleArn } },
    lateDelivery: { since: NOW, latestLogsDelivery: NOW },
  } as const;
  const pending = recordWith({});
  await ledger.save(ID.arn, { ...changes, notified: { 'event 1': NOW }, pending: { [pending.id]: pending } });
  expect(await ledger.load(ID.arn)).toEqual({
    read: true,
    value: { ...changes, notified: { 'event 1': NOW }, pending: [pending] },
  });
});

describe('the open issues', () => {
  const issue = { outcome: 'FAILED', reason: 'unread-fact', time: NOW, rules: [] } as const;

  test('are read by the key of their subject', () => {
    expect(issuesFrom({ version: 1, 'issue:region eu-west-1': issue, 'issue:account': issue, later: 'x' })).toEqual({
      ok: true,
      value: { open: { 'region eu-west-1': issue, account: issue }, claims: {} },
    });
    expect(issuesFrom({ version: 1, 'claim:account': NOW, notifications: 3 })).toEqual({
      ok: true,
      value: { open: {}, claims: { account: NOW }, notifications: 3 },
    });
  });

  test.each([
    { version: 2 },
    { version: 1, 'issue:account': { outcome: 'FAILED' } },
    { version: 1, notifications: 'many' },
  ])('are not read from %j', (item) => {
    expect(issuesFrom(item)).toMatchObject({ ok: false });
  });
});

/** A record as version 1 wrote it: without a subject. */
function recordOfVersion1(): object {
  const { subject: _, ...record } = recordWith({});
  return { ...record, version: 1 };
}
