import { describe, expect, test } from '@jest/globals';
import { trustedIssues, trustedMemory, unusedEntries, withDiscarded } from '../../../../lambda/core/memory/trusted.ts';
import { NO_MEMORY, NOT_UNDERSTOOD, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { ID, NOW, PERFECT_TRAIL, recordWith } from '../../../support/perfect-trail.ts';

const PLANTED = '2099-01-01T00:00:00.000Z';
const SOON = new Date(Date.parse(NOW) + 60_000).toISOString();
const TARGET = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
const OUTCOME = { outcome: 'BLOCKED', reason: 'scp' } as const;
const REPEAT = { eventName: 'StopLogging', actor: 'dana', deed: 'deed' };

/** Everything that has a time, at this one. */
const memoryAt = (time: string): TrailMemory => ({
  last: { ...OUTCOME, time, recordId: 'run-1' },
  lastNotified: { ...OUTCOME, time, rules: [] },
  notified: { 'event 1': time },
  repeats: { 'event 1': { ...REPEAT, time } },
  pending: [recordWith({ id: 'run-1', time })],
  seenLogging: time,
  acceptedTarget: { ...TARGET, since: time },
  awaitingVerification: { since: time, target: TARGET },
  lateDelivery: { since: time },
});

describe('a memory', () => {
  test.each([NOW, SOON])('with times that a run can have written is used as it is (%s)', (time) => {
    const memory = memoryAt(time);
    expect(trustedMemory(memory, ID.arn, NOW)).toBe(memory);
    expect(unusedEntries(ID.arn, { read: true, value: memory })).toEqual([]);
  });

  test.each([PLANTED, 'no time at all'])('with the time %s counts as unread, and is removed', (time) => {
    const memory = trustedMemory({ ...memoryAt(time), repairs: [] }, ID.arn, NOW);
    expect(memory).toEqual({
      ...NO_MEMORY,
      repeats: {},
      repairs: [],
      discarded: {
        last: null,
        lastNotified: null,
        seenLogging: null,
        acceptedTarget: null,
        awaitingVerification: null,
        lateDelivery: null,
        notified: { 'event 1': null },
        repeats: { 'event 1': null },
        pending: { 'run-1': null },
      },
    });
  });

  test('keeps what is plausible beside what is not', () => {
    const memory = trustedMemory(
      { ...memoryAt(NOW), seenLogging: PLANTED, notified: { a: NOW, b: PLANTED } },
      ID.arn,
      NOW,
    );
    expect(memory).toMatchObject({ last: { time: NOW }, notified: { a: NOW }, pending: [{ id: 'run-1' }] });
    expect(memory).not.toHaveProperty('seenLogging');
    expect(unusedEntries(ID.arn, { read: true, value: memory })).toEqual([`${ID.arn}: seenLogging, notified b`]);
  });

  test('has no pending record about another trail, or with an id that no run has', () => {
    const other = recordWith({ subject: { kind: 'account', account: ID.account } });
    const forged = recordWith({ id: 'run-1\nWhat to do: nothing' });
    expect(trustedMemory({ ...NO_MEMORY, pending: [other, forged] }, ID.arn, NOW).pending).toEqual([]);
  });

  test('removes at most 50 entries at a time: DynamoDB allows expressions of 4 KB', () => {
    const notified = Object.fromEntries(Array.from({ length: 999 }, (_, index) => [`event ${index}`, PLANTED]));
    const memory = trustedMemory({ ...NO_MEMORY, notified }, ID.arn, NOW);
    expect(memory.notified).toEqual({});
    expect(Object.keys(memory.discarded?.notified ?? {})).toHaveLength(50);
  });
});

test('the entries that are not used are named, at most five', () => {
  const discarded = {
    ...Object.fromEntries(['last', 'posture'].map((name) => [name, null])),
    repeats: { 'event 1': null },
    pending: { 'run-1': null },
  };
  const named = (memory: TrailMemory) => unusedEntries(ID.arn, { read: true, value: memory });
  expect(named({ ...NO_MEMORY, discarded })).toEqual([
    `${ID.arn}: last, posture, repeat event 1, pending message run-1`,
  ]);
  const notified = { a: null, b: null, c: null };
  expect(named({ ...NO_MEMORY, discarded: { ...discarded, notified } })).toEqual([
    `${ID.arn}: last, posture, notified a, notified b, notified c`,
  ]);
});

test('what a run saves is merged with what it discards of the same kind', () => {
  const memory = trustedMemory(memoryAt(PLANTED), ID.arn, NOW);
  const record = recordWith({ id: 'run-2' });
  const repeat = { ...REPEAT, time: NOW };
  expect(withDiscarded(memory, { repeats: { 'event 2': repeat }, pending: { 'run-2': record } })).toMatchObject({
    repeats: { 'event 1': null, 'event 2': repeat },
    pending: { 'run-1': null, 'run-2': record },
  });
});

test('what a run saves comes after what it discards', () => {
  const memory = trustedMemory(memoryAt(PLANTED), ID.arn, NOW);
  const changes = { seenLogging: NOW, notified: { 'event 2': NOW } };
  expect(withDiscarded(memory, changes)).toMatchObject({
    last: null,
    seenLogging: NOW,
    notified: { 'event 1': null, 'event 2': NOW },
    repeats: { 'event 1': null },
  });
  expect(withDiscarded(NO_MEMORY, changes)).toEqual(changes);
});

test('an issue with a planted time is reported again, and so is one with a planted claim', () => {
  const [sane, planted] = [NOW, PLANTED].map((time) => ({ ...OUTCOME, time, rules: [] }));
  const claims = { sane: NOW, planted: PLANTED };
  expect(trustedIssues({ open: { sane, planted }, claims, notifications: 2 } as never, NOW)).toEqual({
    open: { sane },
    claims: { sane: NOW },
    notifications: 2,
  });
});

test('an item of another version is an entry that is not used, and one that AWS did not return is not', () => {
  const why = `${NOT_UNDERSTOOD}: version`;
  expect(unusedEntries(ID.arn, { read: false, why })).toEqual([`${ID.arn}: ${why}`]);
  expect(unusedEntries(ID.arn, { read: false, why: 'GetItem returned X: later' })).toEqual([]);
});
