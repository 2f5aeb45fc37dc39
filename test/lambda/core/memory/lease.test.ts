import { describe, expect, test } from '@jest/globals';
import {
  findAbandonedLease,
  isExpired,
  isUnfinished,
  latestExpiry,
  leaseFrom,
} from '../../../../lambda/core/memory/lease.ts';
import { type Lease, NO_MEMORY, type RunIntent } from '../../../../lambda/core/model/memory.ts';
import { holderOf } from '../../../../lambda/core/model/trigger.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
import { NOW, recordWith, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const INTENT: RunIntent = { trigger: TRIGGER, findings: [] };
const MINUTE_MS = 60_000;
const later = (minutes: number, ms = 0): string => new Date(Date.parse(NOW) + minutes * MINUTE_MS + ms).toISOString();
const until = (time: string): Lease => ({ holder: 'another', until: time, recheckRequested: false, intent: INTENT });

test('a retry of an event or of a sweep is the same holder, and another sweep is another holder', () => {
  expect(holderOf(TRIGGER)).toBe(TRIGGER.eventId);
  expect(holderOf({ kind: 'sweep', time: NOW })).toBe(holderOf({ kind: 'sweep', time: NOW }));
  expect(holderOf({ kind: 'sweep', time: NOW })).not.toBe(holderOf({ kind: 'sweep', time: later(1) }));
});

test('a lease belongs to its event, has no recheck requested, and lasts a minute longer than Lambda lets a function run', () => {
  expect(leaseFrom(Date.parse(NOW), TRIGGER, INTENT)).toEqual({
    holder: TRIGGER.eventId,
    until: later(16),
    recheckRequested: false,
    intent: INTENT,
  });
});

test('no lease can expire later than in 17 minutes, a minute of which is for clocks that differ', () => {
  expect(latestExpiry(NOW)).toBe(later(17));
});

test.each([
  ['in the past', later(0, -1), true],
  ['now', NOW, false],
  ['in 17 minutes', later(17), false],
  ['later than any run can have acquired it', later(17, 1), true],
])('a lease until %s (%s) is expired: %s', (_when, time, expired) => {
  expect(isExpired(until(time), NOW)).toBe(expired);
});

describe('a lease is abandoned', () => {
  test('by an earlier try of the same event, and by a run that has expired', () => {
    const own = { ...until(later(5)), holder: TRIGGER.eventId };
    expect(findAbandonedLease({ lease: own }, TRIGGER, NOW)).toBe(own);
    const expired = until(later(-1));
    expect(findAbandonedLease({ lease: expired }, TRIGGER, NOW)).toBe(expired);
  });

  test('never while another run may be at work, or where there is no lease', () => {
    expect(findAbandonedLease({ lease: until(later(5)) }, TRIGGER, NOW)).toBeUndefined();
    expect(findAbandonedLease({ lease: until(later(5)) }, triggerWith({ eventId: 'x' }), NOW)).toBeUndefined();
    expect(findAbandonedLease({}, TRIGGER, NOW)).toBeUndefined();
  });
});

test('a trail is unfinished while it has the lease or a notification of an earlier attempt of the trigger', () => {
  const own = { ...until(later(5)), holder: TRIGGER.eventId };
  expect(isUnfinished({ ...NO_MEMORY, lease: own }, TRIGGER)).toBe(true);
  expect(isUnfinished({ ...NO_MEMORY, pending: [recordWith({ trigger: TRIGGER })] }, TRIGGER)).toBe(true);
  const other = triggerWith({ eventId: 'other' });
  expect(isUnfinished({ ...NO_MEMORY, lease: own, pending: [recordWith({ trigger: TRIGGER })] }, other)).toBe(false);
  expect(isUnfinished(NO_MEMORY, TRIGGER)).toBe(false);
});

describe('pending notifications in the ledger of the tests', () => {
  const pending = (id: string, detail = '') => recordWith({ id, detail });
  const holding = (...ids: readonly string[]) => ({ ...NO_MEMORY, pending: ids.map((id) => pending(id)) });

  test('are added behind those that wait, and removed once they were published', () => {
    const memory = holding('a', 'b');
    expect(withChanges(memory, { pending: { c: pending('c') } }).pending.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(withChanges(memory, { pending: { a: null } }).pending.map(({ id }) => id)).toEqual(['b']);
    expect(withChanges(memory, { pending: { a: pending('a', 'again') } }).pending).toEqual([
      pending('a', 'again'),
      pending('b'),
    ]);
    expect(withChanges(NO_MEMORY, { pending: { c: pending('c') } }).pending).toEqual([pending('c')]);
  });

  test('leave nothing in the memory once none waits', () => {
    expect(withChanges(holding('a'), { pending: { a: null } })).toEqual(NO_MEMORY);
    const notified = { ...NO_MEMORY, notified: { x: NOW } };
    expect(withChanges(notified, { notified: { x: null, y: NOW } })).toEqual({ ...NO_MEMORY, notified: { y: NOW } });
  });
});
