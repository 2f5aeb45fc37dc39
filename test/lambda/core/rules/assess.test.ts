import { describe, expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { isDeliveryHealthy } from '../../../support/delivery-health.ts';
import { blankedFacts, factsWith, PERFECT_FACTS, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

test('a perfect trail violates no rule, and neither does one that is gone', () => {
  expect(assess(PERFECT_FACTS, SETTINGS, NO_HISTORY)).toEqual([]);
  expect(assess(factsWith({ gone: true, trail: unread('AWS knows no such trail') }), SETTINGS, NO_HISTORY)).toEqual([]);
});

test('a finding carries what was read and where', () => {
  const facts = factsWith({ currentGroup: read('missing'), status: unread('GetTrailStatus returned X: no') });
  expect(assess(facts, SETTINGS, NO_HISTORY)).toEqual([
    {
      rule: 'log-group-missing',
      verdict: 'violated',
      evidence: { source: 'DescribeLogGroups', saw: 'no log group has the name that the trail uses' },
    },
    {
      rule: 'not-logging',
      verdict: 'undecided',
      evidence: { source: 'GetTrailStatus', saw: 'GetTrailStatus returned X: no' },
    },
    {
      rule: 'delivery-error',
      verdict: 'undecided',
      evidence: { source: 'GetTrailStatus', saw: 'GetTrailStatus returned X: no' },
    },
    {
      rule: 'delivery-stale',
      verdict: 'undecided',
      evidence: { source: 'GetTrailStatus', saw: 'GetTrailStatus returned X: no' },
    },
    {
      rule: 'bucket-delivery-error',
      verdict: 'undecided',
      evidence: { source: 'GetTrailStatus', saw: 'GetTrailStatus returned X: no' },
    },
  ]);
});

describe('the delivery is healthy', () => {
  test.each<[string, TrailFacts, boolean]>([
    ['for a perfect trail', PERFECT_FACTS, true],
    ['for one that does not log', factsWith({ status: read({ isLogging: false }) }), true],
    ['but not for one with blank values', blankedFacts(), false],
    ['but not where the role could not be read', factsWith({ currentRole: unread('no') }), false],
  ])('%s', (_name, facts, expected) => expect(isDeliveryHealthy(assess(facts, SETTINGS, NO_HISTORY))).toBe(expected));
});
