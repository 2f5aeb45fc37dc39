import { expect, test } from '@jest/globals';
import { acceptValue, withAcceptance } from '../../../../lambda/core/integration/acceptance.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NOW, POSTURE } from '../../../support/perfect-trail.ts';

const found = (rule: Finding['rule'], saw = 'it'): Finding => {
  return { rule, verdict: 'violated', evidence: { source: 'GetTrail', saw } };
};
const WEAKER = [found('not-logging'), found('validation-off')];

test('the value of the accepting tag differs with the weakenings, what was seen, and the posture', () => {
  const values = [
    acceptValue(WEAKER, POSTURE),
    acceptValue([found('key-changed')], POSTURE),
    acceptValue([found('validation-off', 'another')], POSTURE),
    acceptValue(WEAKER, { ...POSTURE, since: NOW }),
    acceptValue(WEAKER, undefined),
  ];
  expect(new Set(values).size).toBe(values.length);
  for (const value of values) expect(value).toMatch(/^[0-9a-f]{8}$/);
  expect(acceptValue([found('not-logging')], POSTURE)).toBeUndefined();
  expect(acceptValue([found('role-tampered'), found('bucket-delivery-error')], POSTURE)).toBeUndefined();
});

test('only the matching value makes the weakenings advised, and nothing else', () => {
  const value = acceptValue(WEAKER, POSTURE) ?? '';
  expect(withAcceptance(WEAKER, { 'trailmend:accept': value }, POSTURE)).toEqual([
    WEAKER[0],
    { ...found('validation-off'), verdict: 'advised' },
  ]);
  expect(withAcceptance(WEAKER, { 'trailmend:accept': 'other' }, POSTURE)).toEqual(WEAKER);
  expect(withAcceptance(WEAKER, {}, POSTURE)).toEqual(WEAKER);
  expect(withAcceptance([], { 'trailmend:accept': value }, POSTURE)).toEqual([]);
});
