import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import {
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  recordWith,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';

const BEFORE = '2026-11-01T00:00:00.000Z';
const TARGET = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
/** What a run on the perfect trail leaves. */
const KNOWN: TrailMemory = {
  told: {},
  last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: BEFORE, recordId: 'run-0' },
  seenLogging: BEFORE,
  acceptedTarget: { ...TARGET, since: BEFORE },
  former: { seen: BEFORE, trail: PERFECT_TRAIL, tags: {} },
};
const NOT_SET: readonly Finding[] = [
  { rule: 'log-group-not-set', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'not set' } },
];
const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'another', CloudWatchLogsRoleArn: 'another' },
  needs: [],
  repairs: ['log-group-not-set'],
};
const STOPPED = factsWith({
  status: read({ ...(PERFECT_FACTS.status.read && PERFECT_FACTS.status.value), isLogging: false }),
});

describe('a run learns', () => {
  test('everything about a trail that it sees for the first time and whole', () => {
    expect(memoryChanges(recordWith({ id: 'run-1' }), PERFECT_FACTS, NO_MEMORY)).toEqual({
      last: { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: NOW, recordId: 'run-1' },
      seenLogging: NOW,
      acceptedTarget: { ...TARGET, since: NOW },
      former: { seen: NOW, trail: PERFECT_TRAIL, tags: {} },
    });
  });

  test('nothing about a trail that is as it was', () => {
    expect(memoryChanges(recordWith({}), PERFECT_FACTS, KNOWN)).toEqual({});
  });

  test('another outcome, or the same for another reason', () => {
    const blocked = recordWith({ outcome: 'BLOCKED', reason: 'scp' });
    const last = { outcome: 'BLOCKED', reason: 'scp', time: NOW, recordId: blocked.id };
    expect(memoryChanges(blocked, PERFECT_FACTS, KNOWN)).toEqual({ last });
    const earlier = { ...last, reason: 'kms', time: BEFORE } as const;
    expect(memoryChanges(blocked, PERFECT_FACTS, { ...KNOWN, last: earlier as TrailMemory['last'] & object })).toEqual({
      last,
    });
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['blocked', { outcome: 'BLOCKED', reason: 'scp' }],
    ['failed', { outcome: 'FAILED', reason: 'aws-error' }],
    ['left alone and broken', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining: NOT_SET }],
    ['left to others', { outcome: 'SKIPPED', reason: 'control-tower' }],
    ['left to a dry run', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  ])('no target from a trail that is %s', (_, changes) => {
    const changed = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const found = memoryChanges(recordWith(changes), changed, KNOWN);
    expect(found).not.toHaveProperty('lastKnownGood');
    expect(found).not.toHaveProperty('former');
  });

  test('the target to which trailmend sent a trail with which something else is still wrong', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    expect(found.acceptedTarget).toEqual({ logGroupArn: 'another', roleArn: 'another', since: NOW });
    expect(found).not.toHaveProperty('former');
  });

  test('no target from an UpdateTrail after which the trail delivers elsewhere', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'a third' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    expect(found).not.toHaveProperty('lastKnownGood');
  });

  test('the target of which the role alone is another', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, roleArn: 'another' }) });
    expect(memoryChanges(recordWith({}), facts, KNOWN).acceptedTarget).toEqual({
      ...TARGET,
      roleArn: 'another',
      since: NOW,
    });
  });

  test.each(['COMPLIANT', 'FIXED', 'VERIFIED'] as const)('where a trail delivers that is %s', (outcome) => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    expect(memoryChanges(recordWith({ outcome }), facts, KNOWN).acceptedTarget?.logGroupArn).toBe('another');
  });

  test('where an excluded trail delivers with which nothing is wrong', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    const found = memoryChanges(recordWith({ outcome: 'SKIPPED', reason: 'excluded-by-tag' }), facts, KNOWN);
    expect(found.acceptedTarget?.logGroupArn).toBe('another');
  });

  test('the settings, but no other target, when something else of the trail was changed', () => {
    const trail = { ...PERFECT_TRAIL, homeRegion: 'eu-west-1' };
    expect(memoryChanges(recordWith({}), factsWith({ trail: read(trail) }), KNOWN)).toEqual({
      former: { seen: NOW, trail, tags: {} },
    });
  });

  test('the settings are the same in whatever order they are read', () => {
    const trail = Object.fromEntries(Object.entries(PERFECT_TRAIL).reverse());
    expect(
      memoryChanges(recordWith({}), PERFECT_FACTS, {
        ...KNOWN,
        former: { tags: {}, trail: trail as never, seen: BEFORE },
      }),
    ).toEqual({});
  });

  const SELECTING = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };
  const selecting = (json: string) =>
    read({ logsManagementEvents: true, dataEvents: [], own: { kind: 'basic' as const, json } });
  const formerOf = (facts: Partial<TrailFacts>, memory: TrailMemory) =>
    memoryChanges(recordWith({}), factsWith(facts), memory).former;

  test('its tags, its own event selectors, and that an earlier trailmend did not remember them', () => {
    const facts = { trail: read(SELECTING), tags: read({ team: 'pay' }), eventSelectors: selecting('[{}]') };
    const whole = { trail: SELECTING, tags: { team: 'pay' }, selectors: { kind: 'basic' as const, json: '[{}]' } };
    expect(formerOf(facts, KNOWN)).toEqual({ seen: NOW, ...whole });
    expect(formerOf(facts, { ...KNOWN, former: { seen: BEFORE, ...whole } })).toBeUndefined();
    expect(formerOf({}, { ...KNOWN, former: { seen: BEFORE, trail: PERFECT_TRAIL } })).toEqual({
      ...KNOWN.former,
      seen: NOW,
    });
    const inAnotherOrder = { tags: { b: '', a: '' }, trail: PERFECT_TRAIL, seen: BEFORE };
    expect(formerOf({ tags: read({ a: '', b: '' }) }, { ...KNOWN, former: inAnotherOrder })).toBeUndefined();
  });

  test('no selectors that a trail has no more, or that are too long to be remembered', () => {
    const selectors = { kind: 'basic' as const, json: '[{}]' };
    const former = { seen: BEFORE, trail: SELECTING, tags: {}, selectors };
    expect(formerOf({}, { ...KNOWN, former })).toEqual({ seen: NOW, trail: PERFECT_TRAIL, tags: {} });
    const long = { trail: read(SELECTING), eventSelectors: selecting(`["${'x'.repeat(50_000)}"]`) };
    expect(formerOf(long, KNOWN)).toEqual({ seen: NOW, trail: SELECTING, tags: {} });
  });

  test('of what could not be read, what was known before', () => {
    const selectors = { kind: 'advanced' as const, json: '[{}]' };
    const former = { seen: BEFORE, trail: SELECTING, tags: { team: 'pay' }, selectors };
    const unreadFacts = { tags: unread('denied'), eventSelectors: unread('denied') };
    expect(formerOf({ ...unreadFacts, trail: read(SELECTING) }, { ...KNOWN, former })).toBeUndefined();
    const moved = { ...SELECTING, s3Bucket: 'another' };
    expect(formerOf({ ...unreadFacts, trail: read(moved) }, { ...KNOWN, former })).toEqual({
      ...former,
      seen: NOW,
      trail: moved,
    });
    expect(formerOf(unreadFacts, NO_MEMORY)).toEqual({ seen: NOW, trail: PERFECT_TRAIL });
  });

  test('that a trail was logging from the StopLogging that stopped it', () => {
    const { seenLogging: _, ...unseen } = KNOWN;
    const trigger = { ...TRIGGER, eventName: 'StopLogging', tampering: 'stopped' } as const;
    expect(memoryChanges(recordWith({}), STOPPED, unseen)).toEqual({});
    expect(memoryChanges(recordWith({ trigger }), STOPPED, unseen)).toEqual({ seenLogging: NOW });
    expect(memoryChanges(recordWith({}), factsWith({ status: unread('denied') }), unseen)).toEqual({});
  });

  test('nothing of a target that could not be read', () => {
    const found = memoryChanges(recordWith({}), factsWith({ trail: unread('denied') }), NO_MEMORY);
    expect(found).not.toHaveProperty('lastKnownGood');
  });

  test.each([
    'shadow-trail',
    'other-account',
    'organization-member',
    'delegated-administrator',
    'another-run',
  ] as const)('nothing of a trail that is left alone as %s', (reason) => {
    expect(memoryChanges(recordWith({ outcome: 'SKIPPED', reason }), PERFECT_FACTS, NO_MEMORY)).toEqual({});
  });
});
