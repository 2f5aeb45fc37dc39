import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import { NOW, PERFECT_FACTS, POSTURE, recordWith } from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN, TARGET } from './known-trail.ts';

describe('a run remembers', () => {
  test('everything about a healthy trail that it observes for the first time', () => {
    expect(memoryChanges(recordWith({ id: 'run-1' }), PERFECT_FACTS, NO_MEMORY)).toEqual({
      last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: NOW, recordId: 'run-1' },
      seenLogging: NOW,
      logging: {},
      acceptedTarget: { ...TARGET, since: NOW },
      posture: { ...POSTURE, since: NOW },
    });
  });

  test('nothing about a trail that has not changed', () => {
    expect(memoryChanges(recordWith({}), PERFECT_FACTS, KNOWN)).toEqual({});
  });

  test('another outcome, and the same outcome for another reason', () => {
    const blocked = recordWith({ outcome: 'BLOCKED', reason: 'scp' });
    const last = { outcome: 'BLOCKED', reason: 'scp', time: NOW, recordId: blocked.id };
    expect(memoryChanges(blocked, PERFECT_FACTS, KNOWN)).toEqual({ last });
    const earlier = { ...last, reason: 'kms', time: BEFORE } as const;
    expect(memoryChanges(blocked, PERFECT_FACTS, { ...KNOWN, last: earlier as TrailMemory['last'] & object })).toEqual({
      last,
    });
  });

  test.each(['shadow-trail', 'other-account', 'organization-member', 'another-run'] as const)(
    'nothing of a trail that is skipped as %s',
    (reason) => {
      expect(memoryChanges(recordWith({ outcome: 'SKIPPED', reason }), PERFECT_FACTS, NO_MEMORY)).toEqual({});
    },
  );
});
