import { describe, expect, test } from '@jest/globals';
import { turns } from '../../../lambda/app/turns.ts';
import type { Operation } from '../../../lambda/core/model/step.ts';
import { virtualClock } from '../../support/aws/virtual-clock.ts';

const WANTED = async () => true;

/** Takes turns, and says when each call began. */
function stage() {
  const clock = virtualClock(0);
  const takeTurn = turns(clock);
  const begun: number[] = [];
  const begin = async (operation: Operation, region = 'us-east-1', isWanted: () => Promise<boolean> = WANTED) => {
    if (await takeTurn(operation, region, isWanted)) begun.push(clock.now());
  };
  return { clock, takeTurn, begin, begun };
}

describe('calls of one operation', () => {
  test.each(['UpdateTrail', 'StartLogging'] as const)('%s begin one a second in a Region', async (operation) => {
    const { clock, begin, begun } = stage();
    await Promise.all([begin(operation), begin(operation), begin(operation), begin(operation, 'eu-west-1')]);
    expect(begun).toEqual([0, 0, 1_000, 2_000]);
    await clock.sleep(5_000);
    await begin(operation);
    expect(begun.at(-1)).toBe(7_000);
  });

  test.each(['CreateRole', 'PutRolePolicy'] as const)('%s begin 15 a second in the account', async (operation) => {
    const { begin, begun } = stage();
    await Promise.all(Array.from({ length: 16 }, (_, index) => begin(operation, `region-${index % 3}`)));
    expect(begun.at(-1)).toBeCloseTo(1_000);
  });

  test('that AWS does not limit that far begin at once', async () => {
    const { begin, begun } = stage();
    await Promise.all([begin('PutMetricFilter'), begin('PutMetricFilter')]);
    expect(begun).toEqual([0, 0]);
  });
});

describe('a turn', () => {
  test('is free at once for the first call, and says to others that they waited', async () => {
    const { takeTurn } = stage();
    const waited: boolean[] = [];
    const isWanted = async (hasWaited: boolean) => waited.push(hasWaited) > 0;
    await Promise.all([takeTurn('UpdateTrail', 'us-east-1', isWanted), takeTurn('UpdateTrail', 'us-east-1', isWanted)]);
    expect(waited).toEqual([false, true]);
  });

  test('includes the time to ask whether the call is wanted, so that none begins too early after another', async () => {
    const { clock, begin, begun } = stage();
    const slowly = async () => {
      await clock.sleep(400);
      return true;
    };
    await Promise.all([begin('UpdateTrail', 'us-east-1', slowly), begin('UpdateTrail')]);
    expect(begun).toEqual([400, 1_400]);
  });

  test('costs no time for a call that is not wanted', async () => {
    const { begin, begun } = stage();
    await Promise.all([begin('UpdateTrail', 'us-east-1', async () => false), begin('UpdateTrail')]);
    expect(begun).toEqual([0]);
  });

  test('ends when the question fails', async () => {
    const { begin, begun } = stage();
    const failing = () => Promise.reject(new Error('a mistake'));
    const results = await Promise.allSettled([begin('UpdateTrail', 'us-east-1', failing), begin('UpdateTrail')]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(begun).toEqual([0]);
  });
});
