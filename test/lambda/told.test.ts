import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Told, toldLately } from '../../lambda/told.ts';
import { ID, recordWith, TRIGGER, triggerWith } from '../support/perfect-trail.ts';

const HOUR_MS = 3_600_000;
const FIXED = recordWith({ outcome: 'FIXED', reason: 'repaired' });
const DENIED = recordWith({ outcome: 'SKIPPED', reason: 'attempt-denied' });

describe('toldLately', () => {
  let now: number;
  let told: Told;
  beforeEach(() => {
    now = 1_000;
    told = toldLately(() => now);
  });

  test('knows nothing at first', () => {
    expect(told.has(FIXED)).toBe(false);
  });

  test('knows the same outcome of the same event again, under another record id', () => {
    told.add(FIXED);
    expect(told.has({ ...FIXED, id: 'another' })).toBe(true);
  });

  test.each([
    ['another event', { ...FIXED, trigger: triggerWith({ eventId: 'another' }) }],
    ['another outcome', { ...FIXED, outcome: 'FAILED' as const }],
    ['another reason', { ...FIXED, reason: 'aws-error' as const }],
    ['another trail', { ...FIXED, trailArn: `${FIXED.trailArn}-2` }],
  ])('%s is news', (_, record) => {
    told.add(FIXED);
    expect(told.has(record)).toBe(false);
  });

  test('a repeated attempt by the same caller is no news; another caller or call is', () => {
    told.add(DENIED);
    const { actor } = TRIGGER;
    expect(told.has({ ...DENIED, trigger: triggerWith({ eventId: 'later' }) })).toBe(true);
    expect(told.has({ ...DENIED, trigger: triggerWith({ eventName: 'DeleteTrail' }) })).toBe(false);
    expect(told.has({ ...DENIED, trigger: triggerWith({ actor: { ...actor, name: 'mallory' } }) })).toBe(false);
  });

  test('forgets after an hour, and not before', () => {
    told.add(FIXED);
    now += HOUR_MS - 1;
    told.add(DENIED);
    expect(told.has(FIXED)).toBe(true);
    now += 1;
    expect(told.has(FIXED)).toBe(false);
    expect(told.has(DENIED)).toBe(true);
  });

  test('owes what was not told, oldest first, until it is', () => {
    const second = recordWith({ outcome: 'BLOCKED' });
    told.owe({ record: FIXED, id: ID });
    told.owe({ record: second, id: ID });
    told.owe({ record: FIXED, id: ID });
    expect(told.owed().map(({ record }) => record)).toEqual([FIXED, second]);
    told.add(FIXED);
    expect(told.owed()).toEqual([{ record: second, id: ID }]);
  });

  test('keeps what is younger than an hour when it drops what is older', () => {
    told.add(FIXED);
    now += HOUR_MS / 2;
    told.add(DENIED);
    now += HOUR_MS / 2;
    told.add(recordWith({ outcome: 'BLOCKED' }));
    expect([told.has(FIXED), told.has(DENIED)]).toEqual([false, true]);
  });
});
