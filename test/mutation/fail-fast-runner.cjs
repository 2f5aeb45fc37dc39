const { default: TestRunner } = require('jest-runner');

/** What earlier mutants in this process have shown of a test file. */
const known = new Map();

/**
 * Runs only the test files that have a test for the mutant, and ends with the first failure. Jest
 * would load every file that imports the mutated one, and Stryker does not support Jest's `bail`.
 */
module.exports = class FailFastRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    let hasFailed = false;
    this.on('test-file-success', ([{ path }, { testResults, perfStats, numFailingTests }]) => {
      hasFailed ||= numFailingTests > 0;
      const before = known.get(path);
      known.set(path, {
        names: new Set([...(before?.names ?? []), ...testResults.map(({ fullName }) => fullName)]),
        milliseconds: perfStats.runtime,
        failures: (before?.failures ?? 0) + (numFailingTests > 0 ? 1 : 0),
      });
    });
    this.on('test-file-failure', () => {
      hasFailed = true;
    });
    for (const test of this.#inOrder(tests)) {
      if (!hasFailed) await super.runTests([test], watcher, options);
    }
  }

  /** First the files that failed most often, then the fastest. */
  #inOrder(tests) {
    const pattern = new RegExp(this._globalConfig.testNamePattern ?? '', 'i');
    const failures = ({ path }) => known.get(path)?.failures ?? 0;
    const milliseconds = ({ path }) => known.get(path)?.milliseconds ?? 0;
    return tests
      .filter(({ path }) => !known.has(path) || [...known.get(path).names].some((name) => pattern.test(name)))
      .toSorted((left, right) => failures(right) - failures(left) || milliseconds(left) - milliseconds(right));
  }
};
