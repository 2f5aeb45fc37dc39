import { describe, expect, test } from '@jest/globals';
import { type History, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { weakened } from '../../../../lambda/core/rules/weakened.ts';
import { factsWith, POSTURE, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const KNOWN: History = { ...NO_HISTORY, posture: POSTURE };
const UNREAD = factsWith({ eventSelectors: unread('denied') });

describe('whether a trail records less', () => {
  const verdictOn = (facts: TrailFacts, history = KNOWN) => weakened('recording-narrowed')(facts, SETTINGS, history);

  test('is undecided while its event selectors are unread', () => {
    const evidence = { source: 'GetEventSelectors', saw: 'denied' };
    expect(verdictOn(UNREAD)).toEqual({ verdict: 'undecided', evidence });
  });

  test('is not asked where nothing is known of what it recorded', () => {
    const { recording: _, ...unknown } = POSTURE;
    expect(verdictOn(UNREAD, { ...NO_HISTORY, posture: unknown }).verdict).toBe('healthy');
    expect(verdictOn(UNREAD, NO_HISTORY).verdict).toBe('healthy');
  });

  test('is not asked where nobody may read its event selectors', () => {
    expect(verdictOn(factsWith({ eventSelectors: 'not-asked' })).verdict).toBe('healthy');
  });
});

test('unread event selectors leave the other rules alone', () => {
  expect(weakened('validation-off')(UNREAD, SETTINGS, KNOWN).verdict).toBe('healthy');
});
