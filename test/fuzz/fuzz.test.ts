import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { counted } from './count.ts';
import { encounter, obeys } from './laws.ts';

/** `npm run fuzz` makes many more. */
const RUNS = 1_000;

test('no event, no sweep and no answer of AWS makes the function throw without a reason or write on what it did not read', async () => {
  const count = counted();
  await fc.assert(
    fc.asyncProperty(encounter, async (one) => count.add(await obeys(one))),
    { numRuns: RUNS },
  );
  expect(count.writes()).toBeGreaterThan(0);
  expect(count.sweeps()).toBeGreaterThan(0);
});
