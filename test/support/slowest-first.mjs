import BaseSequencer from '@jest/test-sequencer';

/**
 * The test files that take long, the longest first: a long file that starts last leaves the other
 * worker idle. Jest remembers durations itself, but a fresh checkout has none. cfn-lint does not
 * use the emulator, so it comes early: one worker makes the Python environment of the emulator
 * while the other makes that of cfn-lint.
 */
const SLOW = [
  'faults/writes-beside-trails.test.ts',
  'e2e/demo.test.ts',
  'template-checks/cfn-lint.test.ts',
  'e2e/scenarios.test.ts',
  'faults/',
  'e2e/trailmend.test.ts',
  'e2e/convergence.test.ts',
  'least-privilege/',
  'e2e/',
  'template-checks/',
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
