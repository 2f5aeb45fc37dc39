import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import type { BrokenTrail } from '../../../../bench/repair-scene.ts';
import { brokenEverywhere, type MeasuredRepairs, MOST_REPAIRS_MS, measureRepairs } from '../../../../bench/repairs.ts';
import { everywhere } from '../../../../bench/sweep-scene.ts';

const SWEEP = { kind: 'sweep' };

/** Up to 15 trails of three Regions, whose roles become visible in any order, or never. */
const brokenTrails: fc.Arbitrary<readonly BrokenTrail[]> = fc
  .uniqueArray(fc.integer({ min: 0, max: 14 }), { minLength: 1, maxLength: 15 })
  .chain((positions) =>
    fc.tuple(
      ...positions.map((position) =>
        fc
          .oneof(fc.integer({ min: 0, max: 30_000 }), fc.constant(Number.POSITIVE_INFINITY))
          .map((roleVisibleAfterMs) => ({ id: everywhere[position] ?? fail(), roleVisibleAfterMs })),
      ),
    ),
  );
const circumstances = fc.record({
  random: fc.double({ min: 0, max: 0.999, noNaN: true }).map((chance) => () => chance),
  // Enough for all repairs, for those that begin at once, and for none.
  remainingMs: fc.constantFrom(900_000, 423_000, 421_500, 120_000),
});

function fail(): never {
  throw new Error('There is no such trail.');
}

/** The times at which calls began, by Region. */
function timesByRegion({ calls }: MeasuredRepairs, isMeant: (operation: string) => boolean) {
  const regions = [...new Set(calls.map(({ region }) => region))];
  return regions.map((where) =>
    calls.filter(({ operation, region }) => region === where && isMeant(operation)).map(({ at }) => at),
  );
}

test('UpdateTrail begins at most once a second in a Region, whatever the order in which roles become visible', async () => {
  await fc.assert(
    fc.asyncProperty(brokenTrails, circumstances, async (trails, given) => {
      const measured = await measureRepairs(SWEEP, trails, given);
      for (const times of timesByRegion(measured, (operation) => operation === 'UpdateTrail')) {
        const gaps = times.slice(1).map((time, index) => time - (times[index] ?? 0));
        expect(Math.min(...gaps, 1_000)).toBe(1_000);
      }
    }),
    { numRuns: 30 },
  );
});

test('every trail ends in exactly one outcome or is named as postponed, and a role that stays invisible holds up no other', async () => {
  await fc.assert(
    fc.asyncProperty(brokenTrails, circumstances, async (trails, given) => {
      const { records, postponed, isRepaired, calls } = await measureRepairs(SWEEP, trails, given);
      const ended = records.flatMap(({ trailArn = [] }) => trailArn);
      expect([...ended, ...postponed].toSorted()).toEqual(trails.map(({ id }) => id.arn).toSorted());
      for (const { id, roleVisibleAfterMs } of trails) {
        const record = records.find(({ trailArn }) => trailArn === id.arn);
        const isVisible = Number.isFinite(roleVisibleAfterMs);
        expect(isRepaired(id.arn)).toBe(record !== undefined && isVisible);
        if (record) expect(record.outcome).toBe(isVisible ? 'FIXED' : 'FAILED');
        if (!record || !isVisible) continue;
        // All roles are created within 5 s. Then an attempt is due after a pause of 5 s at most,
        // and a turn of each trail of the Region.
        const succeeded = calls.findLast(({ trailArn }) => trailArn === id.arn)?.at ?? Number.NaN;
        expect(succeeded).toBeLessThanOrEqual(5_000 + roleVisibleAfterMs + 5_000 + 5 * 1_500);
      }
    }),
    { numRuns: 30 },
  );
});

test('reads of CloudTrail stay below ten a second in a Region', async () => {
  await fc.assert(
    fc.asyncProperty(brokenTrails, circumstances, async (trails, given) => {
      const measured = await measureRepairs(SWEEP, trails, given);
      const isRead = (operation: string) => /^(GetTrail|GetTrailStatus|ListTags|DescribeTrails)$/.test(operation);
      for (const times of timesByRegion(measured, isRead)) {
        const inASecond = times.map((start) => times.filter((time) => time >= start && time < start + 1_000).length);
        expect(Math.max(...inASecond)).toBeLessThanOrEqual(10);
      }
    }),
    { numRuns: 20 },
  );
});

test('five broken trails in each of 17 Regions are repaired within the bound', async () => {
  const { records, tookMs } = await measureRepairs(SWEEP, brokenEverywhere());
  expect(records.filter(({ outcome }) => outcome === 'FIXED')).toHaveLength(85);
  expect(tookMs).toBeLessThanOrEqual(MOST_REPAIRS_MS);
});
