import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { resultCount } from './count.ts';
import { checkLaws, input } from './laws.ts';

/** `npm run fuzz` has many more. */
const RUNS = 1_000;

test('no event, sweep or AWS response makes the function throw without a reason or write without having read the facts', async () => {
  const count = resultCount();
  await fc.assert(
    fc.asyncProperty(input, async (one) => count.add(await checkLaws(one))),
    { numRuns: RUNS },
  );
  expect(count.writes()).toBeGreaterThan(0);
  expect(count.sweeps()).toBeGreaterThan(0);
});
