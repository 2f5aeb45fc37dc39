import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { WeakeningRule } from '../../../../lambda/core/model/rule-catalog.ts';
import { isWeakenedBy, weakeningFact } from '../../../../lambda/core/notification/weakening-fact.ts';
import { PERFECT_TRAIL, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const weakened = (...rules: readonly Finding['rule'][]) =>
  recordWith({
    remaining: rules.map((rule) => ({ rule, verdict: 'violated', evidence: { source: 'GetTrail', saw: 'it' } })),
  });

const FACTS: Readonly<Record<WeakeningRule, string>> = {
  'recording-narrowed': 'recording narrowed on',
  'coverage-narrowed': 'coverage narrowed on',
  'validation-off': 'log file validation switched off on',
  'key-changed': 'KMS key changed on',
  'bucket-changed': 'S3 bucket or prefix changed on',
  'group-remade': 'log group made again for',
  'group-retention-lowered': 'log retention lowered on',
  'group-filters-removed': 'log group filters removed on',
  'group-streams-deleted': 'log streams deleted for',
  'group-masked': 'events masked in the log group of',
  'target-changed': 'log group changed on',
  'role-changed': 'delivery role changed on',
  'role-tampered': 'delivery role tampered with on',
  'bucket-delivery-error': 'S3 bucket refuses the log files of',
};

test.each(Object.entries(FACTS))('%s reads "%s"', (rule, fact) => {
  expect(weakeningFact(weakened(rule as WeakeningRule))).toBe(fact);
});

test('several weakenings are counted, and other findings are none', () => {
  expect(weakeningFact(weakened('key-changed', 'validation-off'))).toBe('2 settings weakened on');
  expect(weakeningFact(weakened('not-logging'))).toBeUndefined();
});

describe('a call can have weakened a trail', () => {
  const { logGroupArn } = PERFECT_TRAIL;
  test.each([
    ['if it updates the trail', { eventName: 'UpdateTrail' }],
    ['if it sets event selectors', { eventName: 'PutEventSelectors' }],
    ['if it is about the log group', { eventName: 'PutRetentionPolicy', logGroupArn }],
  ])('%s', (_what, call) => expect(isWeakenedBy(triggerWith(call), weakened('key-changed'))).toBe(true));

  test('but not if it is another one', () => {
    expect(isWeakenedBy(triggerWith({ eventName: 'StartLogging' }), weakened('key-changed'))).toBe(false);
  });

  test('but not its role or its bucket, unless a setting is weaker too', () => {
    const update = triggerWith({ eventName: 'UpdateTrail' });
    expect(isWeakenedBy(update, weakened('role-tampered', 'bucket-delivery-error'))).toBe(false);
    expect(isWeakenedBy(update, weakened('role-tampered', 'key-changed'))).toBe(true);
  });
});
