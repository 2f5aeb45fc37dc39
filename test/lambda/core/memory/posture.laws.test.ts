import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { partsSeen } from '../../../../lambda/core/integration/posture.ts';
import { compare } from '../../../../lambda/core/integration/weakening.ts';
import { postureChanges } from '../../../../lambda/core/memory/posture.ts';
import type { EventSelectors } from '../../../../lambda/core/model/event-selectors.ts';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import { isAboutWeakening } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { factsWith, PERFECT_TRAIL, read, recordWith, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const trail: fc.Arbitrary<Trail> = fc
  .record({
    isMultiRegion: fc.boolean(),
    includesGlobalEvents: fc.boolean(),
    logFileValidation: fc.boolean(),
    kmsKeyId: fc.constantFrom('', 'one', 'other'),
    snsTopicArn: fc.constantFrom('', 'topic'),
    s3Bucket: fc.constantFrom('one', 'other'),
    s3Prefix: fc.constantFrom('', 'prefix'),
    hasCustomEventSelectors: fc.boolean(),
  })
  .map((settings) => ({ ...PERFECT_TRAIL, ...settings }));
const selectors: fc.Arbitrary<EventSelectors> = fc.record(
  {
    managementEvents: fc.constantFrom('all', 'write-only', 'partial', 'read-only', 'none'),
    reads: fc.constantFrom('all', 'partial', 'none'),
    excludedSources: fc.subarray(['kms.amazonaws.com', 'rdsdata.amazonaws.com']),
    dataEvents: fc.constant([]),
    own: fc.record({ kind: fc.constant('basic' as const), json: fc.constantFrom('[1]', '[2]') }),
  },
  { requiredKeys: ['managementEvents', 'reads', 'excludedSources', 'dataEvents'] },
);
const facts: fc.Arbitrary<TrailFacts> = fc
  .record({ trail, selectors, tags: fc.constantFrom<Record<string, string>>({}, { team: 'pay' }) })
  .map((seen) => factsWith({ trail: read(seen.trail), eventSelectors: read(seen.selectors), tags: read(seen.tags) }));

const SINCE = '2026-11-01T00:00:00.000Z';
const target = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
function postureOf(seen: TrailFacts): Posture {
  return { since: SINCE, ...partsSeen(seen.trail.read ? seen.trail.value : PERFECT_TRAIL, seen) };
}
/** The posture after a run that saw the facts. */
function after(posture: Posture, seen: TrailFacts): Posture {
  const remaining = assess(seen, SETTINGS, { ...NO_HISTORY, posture });
  const changes = postureChanges(recordWith({ remaining }), seen, { ...NO_MEMORY, posture }, target);
  return changes.posture ?? posture;
}

test('equal postures have no weakening, and a run that sees the same moves nothing', () => {
  fc.assert(
    fc.property(facts, (seen) => {
      const posture = postureOf(seen);
      expect(compare(posture, posture)).toEqual([]);
      expect(after(posture, seen)).toBe(posture);
    }),
  );
});

test('a weakening never moves what it weakened: it is found again after any number of runs, and restoring ends it', () => {
  fc.assert(
    fc.property(facts, fc.array(facts, { minLength: 1, maxLength: 4 }), (accepted, runs) => {
      let posture = postureOf(accepted);
      for (const seen of runs) {
        const before = compare(posture, postureOf(seen)).map(({ rule }) => rule);
        posture = after(posture, seen);
        expect(compare(posture, postureOf(seen)).map(({ rule }) => rule)).toEqual(before);
      }
      const strongest = postureOf(accepted);
      const lost = compare(strongest, posture).map(({ rule }) => rule);
      expect(lost).toEqual([]);
    }),
  );
});

test('what is unread gives no weakening and moves nothing', () => {
  fc.assert(
    fc.property(facts, facts, (accepted, seen) => {
      const posture = postureOf(accepted);
      const blind = { ...seen, trail: unread('denied'), eventSelectors: unread('denied'), tags: unread('denied') };
      const found = assess(blind, SETTINGS, { ...NO_HISTORY, posture }).filter(({ rule }) => isAboutWeakening(rule));
      expect(found.every(({ verdict }) => verdict === 'undecided')).toBe(true);
      expect(after(posture, blind)).toBe(posture);
      const partly = { ...seen, eventSelectors: unread('denied') };
      expect(after(posture, partly).recording).toEqual(posture.recording);
    }),
  );
});
