import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const DAY_MS = 24 * 60 * 60 * 1000;
const at = (ms: number) => new Date(Date.parse(NOW) + ms).toISOString();
const stopped = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });

describe('after a notification, the ledger has', () => {
  test('no outcome of a trail on which another run works', () => {
    const left = recordWith({ outcome: 'SKIPPED', reason: 'another-run', trigger: stopped });
    expect(notifiedChanges(left, NO_MEMORY)).not.toHaveProperty('lastNotified');
    expect(notifiedChanges(recordWith({ trigger: stopped }), NO_MEMORY)).toMatchObject({
      lastNotified: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: NOW, rules: [] },
    });
  });

  const deleted = recordWith({ outcome: 'SKIPPED', reason: 'trail-deleted', trigger: SWEEP });

  test('nothing more of a deleted trail that another one of its name would have too', () => {
    expect(notifiedChanges(deleted, NO_MEMORY)).toEqual({
      notified: { deletion: NOW },
      lastNotified: { outcome: 'SKIPPED', reason: 'trail-deleted', time: NOW, rules: [] },
      seenLogging: null,
      exclusion: null,
      logging: null,
      expires: Math.floor(Date.parse(NOW) / 1000) + 400 * 24 * 3600,
    });
  });

  test('all of a trail whose deletion AWS does not confirm', () => {
    const claimed = { ...deleted, unconfirmed: 'GetTrail returns the trail' };
    expect(notifiedChanges(claimed, NO_MEMORY)).toEqual({ notified: { deletion: NOW } });
  });

  test('not the oldest of more than 200 entries, in whatever order they are', () => {
    const entries = Array.from({ length: 200 }, (_, index) => [`event ${index}`, at(-1000 * ((index * 7) % 200) - 1)]);
    const oldest = entries.find(([, time]) => time === at(-199_001))?.[0];
    const changes = notifiedChanges(deleted, { ...NO_MEMORY, notified: Object.fromEntries(entries) });
    expect(changes.notified).toEqual({ [`${oldest}`]: null, deletion: NOW });
  });
});

test('people are reminded of a broken excluded trail after seven days', () => {
  const evidence = { source: 'GetTrail', saw: 'not set' };
  const broken = recordWith({
    outcome: 'SKIPPED',
    reason: 'excluded-by-tag',
    remaining: [{ rule: 'role-not-set', verdict: 'violated', evidence }],
  });
  const { lastNotified } = notifiedChanges(broken, NO_MEMORY);
  const memory = { ...NO_MEMORY, ...(lastNotified && { lastNotified }) };
  expect(shouldNotify({ ...broken, time: at(7 * DAY_MS - 1) }, memory)).toBe(false);
  expect(shouldNotify({ ...broken, time: at(7 * DAY_MS) }, memory)).toBe(true);
});
