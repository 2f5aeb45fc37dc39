import { describe, expect, test } from '@jest/globals';
import { virtualClock } from '../../../test/support/aws/virtual-clock.ts';
import { type RetryPolicy, withRetries } from '../../events/retry.ts';
import { TargetError } from '../../events/target-error.ts';

const PERSISTENT: RetryPolicy = { maximumAttempts: 185, maximumAgeMs: 86_400_000, firstPauseMs: 1000 };
const throttled = () => new TargetError('THROTTLING', 'Rate exceeded', true);

/**
 * An attempt that fails the given number of times and then succeeds, with the times of its runs.
 */
function target(failures: number, failure: () => Error = throttled) {
  const clock = virtualClock(0);
  const tried: number[] = [];
  return {
    clock,
    tried,
    async attempt() {
      tried.push(clock.now());
      if (tried.length <= failures) throw failure();
    },
  };
}

describe('a delivery with retries', () => {
  test('takes place once when it succeeds', async () => {
    const { attempt, clock, tried } = target(0);
    expect(await withRetries(attempt, PERSISTENT, clock)).toBeUndefined();
    expect(tried).toEqual([0]);
  });

  test('continues while the target throttles, with pauses that double eight times', async () => {
    const { attempt, clock, tried } = target(11);
    expect(await withRetries(attempt, PERSISTENT, clock)).toBeUndefined();
    const pauses = tried.slice(1).map((time, index) => time - (tried[index] ?? 0));
    // With a random number of 0.5 a pause is three quarters of its longest.
    expect(pauses).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 192_000, 192_000]);
  });

  test('ends after the maximum number of attempts', async () => {
    const { attempt, clock, tried } = target(100);
    const givenUp = await withRetries(attempt, { ...PERSISTENT, maximumAttempts: 3 }, clock);
    expect(givenUp).toMatchObject({ error: { code: 'THROTTLING' }, retries: 3, exhausted: 'MaximumRetryAttempts' });
    expect(tried).toHaveLength(4);
  });

  test('ends before the event exceeds its maximum age', async () => {
    const { attempt, clock, tried } = target(100);
    const givenUp = await withRetries(attempt, { ...PERSISTENT, maximumAgeMs: 60_000 }, clock);
    expect(givenUp).toMatchObject({ exhausted: 'MaximumEventAgeInSeconds' });
    expect(tried.at(-1)).toBeLessThanOrEqual(60_000);
  });

  test('is not repeated for an error that EventBridge does not retry', async () => {
    const { attempt, clock, tried } = target(1, () => new TargetError('NO_RESOURCE', 'It does not exist'));
    const givenUp = await withRetries(attempt, PERSISTENT, clock);
    expect(givenUp).toEqual({ error: expect.objectContaining({ code: 'NO_RESOURCE' }), retries: 0 });
    expect(tried).toHaveLength(1);
  });

  test("throws an error that is not the target's", async () => {
    const { attempt, clock } = target(1, () => new Error('the emulator is gone'));
    await expect(withRetries(attempt, PERSISTENT, clock)).rejects.toThrow('the emulator is gone');
  });
});
