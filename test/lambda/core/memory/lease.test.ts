import { describe, expect, test } from '@jest/globals';
import { findAbandonedLease, holderOf, isOver, latestUntil, leaseFrom } from '../../../../lambda/core/memory/lease.ts';
import { type Lease, withChanges } from '../../../../lambda/core/model/memory.ts';
import { NOW, recordWith, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const BEGUN = { trigger: TRIGGER, findings: [], steps: [] };
const MINUTE_MS = 60_000;
const later = (minutes: number, ms = 0): string => new Date(Date.parse(NOW) + minutes * MINUTE_MS + ms).toISOString();
const until = (time: string): Lease => ({ holder: 'another', until: time, dirty: false, begun: BEGUN });

test('the next try of an event or of a sweep is the same holder, and another sweep is another', () => {
  expect(holderOf(TRIGGER)).toBe(TRIGGER.eventId);
  expect(holderOf({ kind: 'sweep', time: NOW })).toBe(holderOf({ kind: 'sweep', time: NOW }));
  expect(holderOf({ kind: 'sweep', time: NOW })).not.toBe(holderOf({ kind: 'sweep', time: later(1) }));
});

test('a lease is that of its event, clean, and holds a minute longer than Lambda lets a function run', () => {
  expect(leaseFrom(Date.parse(NOW), TRIGGER, BEGUN)).toEqual({
    holder: TRIGGER.eventId,
    until: later(16),
    dirty: false,
    begun: BEGUN,
  });
});

test('no lease of now can hold longer than 17 minutes, a minute of which is for clocks that differ', () => {
  expect(latestUntil(NOW)).toBe(later(17));
});

test.each([
  ['in the past', later(0, -1), true],
  ['now', NOW, false],
  ['in 17 minutes', later(17), false],
  ['later than any run can have taken it', later(17, 1), true],
])('a lease that ends %s (%s) is over: %s', (_when, time, over) => expect(isOver(until(time), NOW)).toBe(over));

describe('a lease was left behind', () => {
  test('by an earlier try of the same event, and by a run that is over', () => {
    const own = { ...until(later(5)), holder: TRIGGER.eventId };
    expect(findAbandonedLease({ lease: own }, TRIGGER, NOW)).toBe(own);
    const over = until(later(-1));
    expect(findAbandonedLease({ lease: over }, TRIGGER, NOW)).toBe(over);
  });

  test('by nobody while another run is at work, or where there is none', () => {
    expect(findAbandonedLease({ lease: until(later(5)) }, TRIGGER, NOW)).toBeUndefined();
    expect(findAbandonedLease({ lease: until(later(5)) }, triggerWith({ eventId: 'x' }), NOW)).toBeUndefined();
    expect(findAbandonedLease({}, TRIGGER, NOW)).toBeUndefined();
  });
});

describe('messages that could not be sent', () => {
  const owed = (id: string, detail = '') => recordWith({ id, detail });

  test('are added behind those that wait, and taken away once they were sent', () => {
    const memory = { told: {}, owed: [owed('a'), owed('b')] };
    expect(withChanges(memory, { owed: { c: owed('c') } }).owed?.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    expect(withChanges(memory, { owed: { a: null } }).owed?.map(({ id }) => id)).toEqual(['b']);
    expect(withChanges(memory, { owed: { a: owed('a', 'anew') } }).owed).toEqual([owed('b'), owed('a', 'anew')]);
    expect(withChanges({ told: {} }, { owed: { c: owed('c') } }).owed).toEqual([owed('c')]);
  });

  test('leave nothing in the memory once none waits', () => {
    expect(withChanges({ told: {}, owed: [owed('a')] }, { owed: { a: null } })).toEqual({ told: {} });
    expect(withChanges({ told: { x: NOW } }, { told: { x: null, y: NOW } })).toEqual({ told: { y: NOW } });
  });
});
