import { expect, test } from '@jest/globals';
import { claimChanges, isClaimed } from '../../../../lambda/core/memory/issues.ts';
import { NO_ISSUES } from '../../../../lambda/core/model/issue-memory.ts';
import { NOW } from '../../../support/perfect-trail.ts';

const later = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();

test('a sweep that notifies claims its issues, and counts up', () => {
  expect(claimChanges(['account', 'regions'], NO_ISSUES, 'id', NOW)).toEqual({
    claims: { account: NOW, regions: NOW },
    notifications: 1,
    notifier: 'id',
  });
  expect(claimChanges(['account'], { ...NO_ISSUES, notifications: 7 }, 'id', NOW)).toMatchObject({ notifications: 8 });
});

test('an issue is claimed until its sweep can no longer be notifying people', () => {
  const memory = { ...NO_ISSUES, claims: { account: NOW } };
  expect(isClaimed(memory, 'account', later(44_999))).toBe(true);
  expect(isClaimed(memory, 'account', later(45_000))).toBe(false);
  expect(isClaimed(memory, 'regions', NOW)).toBe(false);
});
