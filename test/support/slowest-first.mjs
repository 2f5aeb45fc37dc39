import BaseSequencer from '@jest/test-sequencer';

/**
 * The suites that take long, the longest first: started last, one of them would leave the other worker idle. A fresh checkout remembers
 * no durations. cfn-lint has no use for the emulator: it is the second, so that one worker makes the emulator's Python environment and
 * the other cfn-lint's, instead of both making the same.
 */
const SLOW = [
  'test/faults/writes-beside-trails.test.ts',
  'test/template-checks/cfn-lint.test.ts',
  'test/faults/reads.test.ts',
  'test/faults/writes-of-trails.test.ts',
  'test/faults/order.test.ts',
  'test/e2e/demo.test.ts',
  'test/e2e/local-aws-venv.test.ts',
  'test/e2e/trailmend.test.ts',
  'test/e2e/convergence.test.ts',
  'test/least-privilege/least-privilege.test.ts',
  'test/e2e/',
  'test/template-checks/',
  // Beside the suite that waits for the synthesis, which is a process of its own.
  'test/lambda/app/remediate/run.laws.test.ts',
  'test/infra/',
];

/** Jest's own order behind the suites that are known to be slow. */
export default class SlowestFirst extends BaseSequencer {
  sort(tests) {
    const rank = ({ path }) => {
      const found = SLOW.findIndex((slow) => path.includes(`/${slow}`));
      return found < 0 ? SLOW.length : found;
    };
    return super.sort(tests).toSorted((left, right) => rank(left) - rank(right));
  }
}
