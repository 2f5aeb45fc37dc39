import { expect, test } from '@jest/globals';
import { mapConcurrent, rateLimiter, shuffled } from '../../../../lambda/app/sweep/rate-limit.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';

test('calls begin no faster than the limit, and time without calls is not made up for', async () => {
  const clock = virtualClock(0);
  const limit = rateLimiter(clock, 10);
  const begun: number[] = [];
  const begin = async (calls: number) => {
    await limit(calls);
    begun.push(clock.now());
  };
  await Promise.all([begin(1), begin(3), begin(2)]);
  await clock.sleep(5_000);
  await begin(1);
  await begin(1);
  expect(begun).toEqual([0, 100, 400, 5_400, 5_500]);
});

test('items are worked on at the same time, at most so many, and give their results in order', async () => {
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

test('without items, nothing is done', async () => {
  expect(await mapConcurrent([], 3, () => Promise.reject(new Error('there is nothing')))).toEqual([]);
});

test('items are shuffled by the given random numbers, and none is lost', () => {
  const numbers = [0.7, 0.1, 0.4];
  const random = () => numbers.shift() ?? Number.NaN;
  expect(shuffled(['one', 'two', 'three'], random)).toEqual(['two', 'three', 'one']);
  expect(shuffled([], random)).toEqual([]);
});
