import BaseSequencer from '@jest/test-sequencer';

/**
 * The test files that take long, the longest first: a long file that starts last leaves the other
 * worker idle. Jest remembers durations itself, but a fresh checkout has none.
 */
const SLOW = [
  'faults/writes-beside-trails.test.ts',
  'e2e/demo.test.ts',
  'e2e/scenarios.test.ts',
  'faults/',
  'e2e/trailmend.test.ts',
  'e2e/convergence.test.ts',
  'e2e/',
  'run.laws.test.ts',
  'infra/',
];

/** Jest's own order for all other files. */
export default class SlowestFirst extends BaseSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = SLOW.findIndex((slow) => path.includes(`/${slow}`));
      return found < 0 ? SLOW.length : found;
    };
    return super.sort(tests).toSorted((left, right) => rank(left) - rank(right));
  }
}
