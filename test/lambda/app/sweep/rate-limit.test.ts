import { expect, test } from '@jest/globals';
import { mapConcurrent, rateLimiter } from '../../../../lambda/app/sweep/rate-limit.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';

test('calls begin no faster than the pace, and a pause that passed is not caught up on', async () => {
  const clock = virtualClock(0);
  const pace = rateLimiter(clock, 10);
  const begun: number[] = [];
  const begin = async (calls: number) => {
    await pace(calls);
    begun.push(clock.now());
  };
  await Promise.all([begin(1), begin(3), begin(2)]);
  await clock.sleep(5_000);
  await begin(1);
  await begin(1);
  expect(begun).toEqual([0, 100, 400, 5_400, 5_500]);
});

test('items are worked on together, at most so many, and give their results in order', async () => {
  const clock = virtualClock(0);
  let working = 0;
  let most = 0;
  const results = await mapConcurrent([50, 10, 30, 20], 2, async (ms) => {
    working += 1;
    most = Math.max(most, working);
    await clock.sleep(ms);
    working -= 1;
    return ms;
  });
  expect(results).toEqual([50, 10, 30, 20]);
  expect([most, clock.now()]).toEqual([2, 60]);
});

test('nothing to do is done at once', async () => {
  expect(await mapConcurrent([], 3, () => Promise.reject(new Error('there is nothing')))).toEqual([]);
});
