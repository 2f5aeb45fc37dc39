import { expect, test } from '@jest/globals';
import { expiryOfGone, knownMemory, NO_MEMORY, recentRepairs } from '../../../../lambda/core/model/memory.ts';
import { NOW, read, unread } from '../../../support/perfect-trail.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const at = (ms: number) => ({ time: new Date(Date.parse(NOW) + ms).toISOString(), concerns: ['logging'] });

test('repairs are recent for a day, and no longer if their time is a day ahead', () => {
  const recent = [at(-DAY_MS + 1), at(0), at(DAY_MS - 1)];
  const repairs = [at(-DAY_MS), ...recent, at(DAY_MS), { time: 'yesterday', concerns: [] }];
  expect(recentRepairs({ ...NO_MEMORY, repairs }, NOW)).toEqual(recent);
  expect(recentRepairs(NO_MEMORY, NOW)).toEqual([]);
});

test('nothing is known of a trail while the ledger is unread', () => {
  const memory = { ...NO_MEMORY, seenLogging: NOW };
  expect(knownMemory(read(memory))).toBe(memory);
  expect(knownMemory(unread('denied'))).toBe(NO_MEMORY);
});

test('the memory of a trail that is gone stays for 400 days, in seconds since the epoch', () => {
  expect(expiryOfGone('1970-01-01T00:00:01.999Z')).toBe(400 * 24 * 3600 + 1);
});
