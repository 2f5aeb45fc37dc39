import { describe, expect, test } from '@jest/globals';
import { postureChanges, settledPosture } from '../../../../lambda/core/memory/posture.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import {
  factsWith,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  POSTURE,
  read,
  recordWith,
  selecting,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN, TARGET } from './known-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const found = (rule: Finding['rule'], verdict: Finding['verdict'] = 'violated'): Finding => {
  return { rule, verdict, evidence: { source: 'GetTrail', saw: 'it' } };
};
const moved = (facts: Partial<TrailFacts>, record: Partial<OutcomeRecord> = {}, memory: TrailMemory = KNOWN) =>
  postureChanges(recordWith(record), factsWith(facts), memory, TARGET).posture;

describe('while one part of a trail is weaker', () => {
  const ALL_MOVED: Partial<Trail> = {
    isMultiRegion: true,
    includesGlobalEvents: true,
    logFileValidation: true,
    kmsKeyId: 'its-first-key',
    hasCustomEventSelectors: true,
  };
  const bare: Trail = {
    ...PERFECT_TRAIL,
    isMultiRegion: false,
    includesGlobalEvents: false,
    logFileValidation: false,
    kmsKeyId: '',
  };
  const memory = { ...KNOWN, posture: { ...POSTURE, trail: bare } };

  // The time is part of the value of the accepting tag, which a message has printed.
  test('the stronger parts move, and the weaker one and the time stay as they were accepted', () => {
    const trail = { ...bare, ...ALL_MOVED, s3Bucket: 'elsewhere' };
    const recording = { writes: 'all', reads: 'all', excludedSources: [], own: { kind: 'basic', json: '[]' } } as const;
    const eventSelectors = selecting({ own: recording.own });
    expect(moved({ trail: read(trail), eventSelectors }, {}, memory)).toEqual({
      ...POSTURE,
      trail: { ...bare, ...ALL_MOVED },
      recording,
    });
  });

  test.each<[Finding['rule'], Partial<Trail>, Partial<Trail>]>([
    ['coverage-narrowed', { isMultiRegion: false, includesGlobalEvents: false }, {}],
    ['validation-off', { logFileValidation: false }, {}],
    ['key-changed', { kmsKeyId: 'another' }, {}],
    ['bucket-changed', { s3Bucket: 'another', s3Prefix: 'one' }, {}],
  ])('the settings of %s stay', (_rule, weaker, rest) => {
    const trail = { ...PERFECT_TRAIL, ...weaker, ...rest };
    expect(moved({ trail: read(trail) })).toBeUndefined();
  });

  test('the event selectors of a narrower recording stay', () => {
    const trail = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };
    expect(moved({ trail: read(trail), eventSelectors: selecting({ managementEvents: 'none' }) })).toBeUndefined();
  });

  test('unread event selectors stay', () => {
    const trail = { ...PERFECT_TRAIL, logFileValidation: false, kmsKeyId: '' };
    const accepted = { ...KNOWN, posture: { ...POSTURE, trail: { ...PERFECT_TRAIL, kmsKeyId: '' } } };
    expect(moved({ trail: read(trail), eventSelectors: unread('denied') }, {}, accepted)).toBeUndefined();
  });

  test('a weakening that the run found in a state that has passed still holds its part', () => {
    const trail = { ...PERFECT_TRAIL, s3Bucket: PERFECT_TRAIL.s3Bucket, snsTopicArn: 'a-topic' };
    expect(moved({ trail: read(trail) }, { remaining: [found('role-tampered')] })).toBeUndefined();
    expect(moved({ trail: read(trail) })).toEqual({ ...POSTURE, since: NOW, trail });
  });

  test('what its owner accepted moves, and its acceptance accepts nothing any more', () => {
    const trail = { ...PERFECT_TRAIL, kmsKeyId: 'another' };
    const remaining = [found('key-changed', 'advised')];
    expect(moved({ trail: read(trail) }, { remaining })).toEqual({ ...POSTURE, since: NOW, trail });
    expect(moved({}, { remaining })).toEqual({ ...POSTURE, since: NOW });
  });
});

describe('the creator of a trail', () => {
  const at = (ms: number) => new Date(Date.parse(BEFORE) + ms).toISOString();
  const call = (eventName: string, eventTime: string) => triggerWith({ eventName, eventTime });
  const NEW: Posture = { ...POSTURE, since: BEFORE, isNew: true };
  const settled = (trigger: OutcomeRecord['trigger'], posture: Posture = NEW) =>
    settledPosture({ ...KNOWN, posture }, trigger);

  test.each([
    ['CreateTrail', 0],
    ['StartLogging', 119_999],
    ['PutEventSelectors', -119_999],
  ])('may still be at work: %s, %i ms after the first look', (eventName, ms) => {
    expect(settled(call(eventName, at(ms)))).toBeUndefined();
  });

  test.each<[string, OutcomeRecord['trigger'], Posture?]>([
    ['two minutes later', call('StartLogging', at(120_000))],
    ['at another call', call('UpdateTrail', at(0))],
    ['at a sweep', SWEEP],
    ['where another call than those of a creator showed the trail', call('StartLogging', at(0)), POSTURE],
  ])('is done %s', (_when, trigger, posture = NEW) => expect(settled(trigger, posture)).toBe(posture));

  test('sets the posture of a new trail, which is new until another call', () => {
    const { posture: _, ...unknown } = KNOWN;
    const created = { trigger: triggerWith({ eventName: 'CreateTrail' }) };
    const first = moved({}, created, unknown);
    expect(first).toEqual({ ...POSTURE, since: NOW, isNew: true });
    expect(moved({}, {}, unknown)).toEqual({ ...POSTURE, since: NOW });
    expect(moved({}, { trigger: SWEEP }, unknown)).toEqual({ ...POSTURE, since: NOW });
    expect(moved({}, { trigger: SWEEP }, { ...KNOWN, posture: NEW })).toEqual({ ...POSTURE, since: NOW });
  });

  test('may weaken it within two minutes, which counts from the first look', () => {
    const trail = { ...PERFECT_TRAIL, kmsKeyId: '' };
    const started = { trigger: call('StartLogging', at(1_000)) };
    expect(moved({ trail: read(trail) }, started, { ...KNOWN, posture: NEW })).toEqual({ ...NEW, trail });
  });
});

test('an unread trail moves nothing, and the target is that to which repairs deliver', () => {
  expect(moved({ trail: unread('denied') })).toBeUndefined();
  const target = { logGroupArn: 'another', roleArn: 'another' };
  const changes = postureChanges(recordWith({}), PERFECT_FACTS, KNOWN, target).posture;
  expect(changes?.trail).toEqual({ ...PERFECT_TRAIL, ...target });
  expect(postureChanges(recordWith({}), PERFECT_FACTS, KNOWN, undefined)).toEqual({});
});
