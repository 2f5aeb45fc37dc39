import { expect, test } from '@jest/globals';
import {
  type AnyFinding,
  actionable,
  advisory,
  findTargetChange,
  isAboutTrail,
} from '../../../../lambda/core/model/finding.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import { isDeliveryHealthy } from '../../../support/delivery-health.ts';

const finding = <R extends AnyFinding['rule']>(rule: R, verdict: AnyFinding['verdict'] = 'violated') => ({
  rule,
  verdict,
  evidence: { source: 'GetTrail', saw: 'it' },
});
const rulesOf = (findings: readonly AnyFinding[]) => findings.map(({ rule }) => rule);
const ALL = [
  finding('role-not-set'),
  finding('not-logging', 'undecided'),
  finding('target-changed'),
  finding('not-encrypted'),
  finding('no-trail'),
  finding('retention-short', 'advised'),
];

test('a changed target and recommendations call for no repair, and everything else does', () => {
  expect(rulesOf(actionable(ALL))).toEqual(['role-not-set', 'not-logging', 'no-trail']);
  expect(rulesOf(advisory(ALL))).toEqual(['not-encrypted', 'retention-short']);
});

test('findings about the account are not about a trail', () => {
  expect(rulesOf(ALL.filter((one) => !isAboutTrail(one)))).toEqual(['no-trail']);
});

test('a target has changed where that is known, and not where it is undecided', () => {
  expect(findTargetChange(ALL)).toBe(ALL[2]);
  expect(findTargetChange([finding('target-changed', 'undecided')])).toBeUndefined();
  expect(findTargetChange([])).toBeUndefined();
});

test.each<[RuleId, boolean]>([
  ['log-group-missing', false],
  ['role-trust', false],
  ['delivery-stale', false],
  ['not-logging', true],
  ['retention-short', true],
  ['target-changed', true],
])('with the finding %s the delivery is healthy: %s', (rule, expected) => {
  expect(isDeliveryHealthy([finding(rule)])).toBe(expected);
  expect(isDeliveryHealthy([finding(rule, 'undecided')])).toBe(expected);
});
