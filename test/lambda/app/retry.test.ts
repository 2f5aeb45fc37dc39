import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { readPauseMs, systemClock, writePauseMs } from '../../../lambda/app/retry.ts';

describe.each([
  ['a read', readPauseMs, [800, 1_200]],
  ['a write', writePauseMs, [1_080, 1_160]],
] as const)('the pause before %s', (_, pauseMs, [least, most]) => {
  test('is about a second during the first 10 s, then 3 to 5 s, and jitter spreads over the full range', () => {
    expect([0, 9_999].map((elapsed) => [pauseMs(elapsed, () => 0), pauseMs(elapsed, () => 0.5)])).toEqual([
      [least, (least + most) / 2],
      [least, (least + most) / 2],
    ]);
    expect([pauseMs(10_000, () => 0), pauseMs(10_000, () => 0.5)]).toEqual([3_000, 4_000]);
  });

  test('never leaves its range', () => {
    fc.assert(
      fc.property(fc.nat(200_000), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (elapsed, chance) => {
        const pause = pauseMs(elapsed, () => chance);
        const [shortest, longest] = elapsed < 10_000 ? [least, most] : [3_000, 5_000];
        expect(pause).toBeGreaterThanOrEqual(shortest);
        expect(pause).toBeLessThanOrEqual(longest);
      }),
    );
  });
});

describe('systemClock', () => {
  test('gives the time and draws from [0, 1)', () => {
    const before = Date.now();
    const now = systemClock.now();
    expect(now).toBeGreaterThanOrEqual(before);
    expect(now).toBeLessThanOrEqual(Date.now());
    const chance = systemClock.random();
    expect(chance >= 0 && chance < 1).toBe(true);
  });

  test('sleeps for the given milliseconds, and no less', async () => {
    jest.useFakeTimers();
    try {
      const awake = jest.fn();
      const slept = systemClock.sleep(1_500).then(awake);
      jest.advanceTimersByTime(1_499);
      await Promise.resolve();
      expect(awake).not.toHaveBeenCalled();
      jest.advanceTimersByTime(1);
      await slept;
    } finally {
      jest.useRealTimers();
    }
  });
});
