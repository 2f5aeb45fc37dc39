import { describe, expect, test } from '@jest/globals';
import { changesWithoutMemory, memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { factsWith, ID, NOW, PERFECT_FACTS, POSTURE, recordWith, unread } from '../../../support/perfect-trail.ts';
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

  test('the exclusion that a message reports, and its end', () => {
    const excluded = (exclusion: OutcomeRecord['exclusion'] & object) =>
      memoryChanges(recordWith({ exclusion }), PERFECT_FACTS, KNOWN);
    expect(excluded({ now: 'true' })).toEqual({ exclusion: 'true' });
    expect(excluded({ was: 'true' })).toEqual({ exclusion: null });
  });
});

describe('a trail that is gone', () => {
  const GONE = factsWith({ gone: true, trail: unread('gone') });
  const gone = (memory: TrailMemory, facts = GONE) =>
    memoryChanges(recordWith({ outcome: 'SKIPPED', reason: 'trail-gone' }), facts, memory);
  /** 400 days later, in seconds. */
  const expires = Math.floor(Date.parse(NOW) / 1000) + 400 * 24 * 3600;

  test('adds nothing to the ledger, which a caller could fill, unless it is known', () => {
    expect(gone(NO_MEMORY)).toEqual({});
    expect(gone({ ...NO_MEMORY, notified: { 'event 1': NOW } })).toMatchObject({ expires });
    expect(gone({ ...NO_MEMORY, pending: [recordWith({})] })).toMatchObject({ expires });
    expect(gone({ ...NO_MEMORY, notified: { a: NOW }, pending: [recordWith({})] })).toMatchObject({ expires });
    expect(gone(KNOWN)).toMatchObject({ last: { reason: 'trail-gone' }, expires });
  });

  test('expires 400 days after it was seen to be gone, and no more once it exists', () => {
    expect(gone({ ...KNOWN, expires: 1 })).not.toHaveProperty('expires');
    expect(memoryChanges(recordWith({}), PERFECT_FACTS, { ...KNOWN, expires: 1 })).toEqual({ expires: null });
    const unknown = factsWith({ trail: unread('denied') });
    expect(memoryChanges(recordWith({}), unknown, { ...KNOWN, expires: 1 })).toEqual({});
  });
});

describe('without the memory, a run saves', () => {
  const attempt = (step: Step): OutcomeRecord['applied'][number] => ({ step, result: 'done', attempts: 1 });
  const update = attempt({
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: TARGET.logGroupArn, CloudWatchLogsRoleArn: TARGET.roleArn },
    needs: [],
    repairs: [],
  });
  const start = attempt({ operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] });
  const saved = (applied: OutcomeRecord['applied']) =>
    changesWithoutMemory(recordWith({ outcome: 'FIXED', reason: 'repaired', applied }), PERFECT_FACTS);

  test('only its own repair of the target, which it has to verify', () => {
    expect(saved([start, update])).toEqual({ awaitingVerification: { since: NOW, target: TARGET } });
    expect(saved([start])).toEqual({});
  });
});
