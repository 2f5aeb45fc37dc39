import { expect, test } from '@jest/globals';
import { needsRetention, retentionGap } from '../../../../lambda/core/integration/retention.ts';
import { NOW } from '../../../support/perfect-trail.ts';

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => Date.parse(NOW) - days * DAY_MS;

test.each([
  ['shorter than wanted', { retentionDays: 29 }, 'short'],
  ['as wanted', { retentionDays: 30 }, undefined],
  ['missing in a group that is a moment younger', { createdMs: daysAgo(30) + 1 }, 'unset'],
  ['missing in a group that is as old', { createdMs: daysAgo(30) }, undefined],
  ['missing in a group of unknown age', {}, undefined],
])('of 30 days wanted: %s', (_name, group, gap) => expect(retentionGap(group, 30, NOW)).toBe(gap));

test('needs a repair where it is insufficient, and not under an account policy', () => {
  expect(needsRetention({ retentionDays: 29 }, 30, NOW)).toBe(true);
  expect(needsRetention({ retentionDays: 30 }, 30, NOW)).toBe(false);
  expect(needsRetention({ retentionDays: 29, retentionPolicyName: 'baseline' }, 30, NOW)).toBe(false);
});
