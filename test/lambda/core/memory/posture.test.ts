import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import {
  factsWith,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  POSTURE,
  read,
  recordWith,
  selecting,
  unread,
} from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN } from './known-trail.ts';

describe('a run remembers', () => {
  test('the settings, and no other target, when another setting of the trail was changed', () => {
    const trail = { ...PERFECT_TRAIL, homeRegion: 'eu-west-1' };
    expect(memoryChanges(recordWith({}), factsWith({ trail: read(trail) }), KNOWN)).toEqual({
      posture: { ...POSTURE, since: NOW, trail },
    });
  });

  test('nothing when the settings are the same in another order', () => {
    const trail = Object.fromEntries(Object.entries(PERFECT_TRAIL).reverse());
    expect(
      memoryChanges(recordWith({}), PERFECT_FACTS, {
        ...KNOWN,
        posture: { ...POSTURE, trail: trail as never },
      }),
    ).toEqual({});
  });

  const SELECTING = { ...PERFECT_TRAIL, hasCustomEventSelectors: true };
  const own = { kind: 'basic' as const, json: '[{}]' };
  const RECORDING = { writes: 'all', reads: 'all', excludedSources: [] } as const;
  const postureOf = (facts: Partial<TrailFacts>, posture: Posture | undefined = POSTURE) =>
    memoryChanges(recordWith({}), factsWith(facts), { ...KNOWN, ...(posture && { posture }) }).posture;

  test('its tags and its own event selectors, also where it did not know them before', () => {
    const facts = { trail: read(SELECTING), tags: read({ team: 'pay' }), eventSelectors: selecting({ own }) };
    const observed = { ...POSTURE, trail: SELECTING, tags: { team: 'pay' }, recording: { ...RECORDING, own } };
    expect(postureOf(facts)).toEqual({ ...observed, since: NOW });
    expect(postureOf(facts, { ...observed, since: BEFORE })).toBeUndefined();
    expect(postureOf({}, { since: BEFORE, trail: PERFECT_TRAIL })).toEqual({ ...POSTURE, since: NOW });
    expect(postureOf({ tags: read({ a: '', b: '' }) }, { ...POSTURE, tags: { b: '', a: '' } })).toBeUndefined();
  });

  test('no selectors that a trail no longer has, or that are too long', () => {
    const posture = { ...POSTURE, trail: SELECTING, recording: { ...RECORDING, own } };
    expect(postureOf({}, posture)).toEqual({ ...POSTURE, since: NOW });
    const long = { kind: 'basic' as const, json: `["${'x'.repeat(50_000)}"]` };
    const facts = { trail: read(SELECTING), eventSelectors: selecting({ own: long }) };
    expect(postureOf(facts)).toEqual({ ...POSTURE, since: NOW, trail: SELECTING });
  });

  test('what it knew before of the settings that could not be read', () => {
    const recording = { ...RECORDING, own };
    const posture = { ...POSTURE, since: BEFORE, trail: SELECTING, tags: { team: 'pay' }, recording };
    const unreadFacts = { tags: unread('denied'), eventSelectors: unread('denied'), currentGroup: unread('denied') };
    expect(postureOf({ ...unreadFacts, trail: read(SELECTING) }, posture)).toBeUndefined();
    const moved = { ...SELECTING, snsTopicArn: 'another' };
    expect(postureOf({ ...unreadFacts, trail: read(moved) }, posture)).toEqual({
      ...posture,
      since: NOW,
      trail: moved,
    });
    const { posture: first } = memoryChanges(recordWith({}), factsWith(unreadFacts), NO_MEMORY);
    expect(first).toEqual({ since: NOW, trail: PERFECT_TRAIL });
  });
});
