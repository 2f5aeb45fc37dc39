const { default: TestRunner } = require('jest-runner');

/** By test file: the names of its tests, and how long they took in milliseconds. */
const known = new Map();
/** By mutated file: how many of its mutants each test file has killed. */
const kills = new Map();

/**
 * Runs only the test files that have a test for the mutant, and ends with the first failure. Jest
 * would load every file that imports the mutated one, and Stryker does not support Jest's `bail`.
 */
module.exports = class FailFastRunner extends TestRunner {
  async runTests(tests, watcher, options) {
    // Stryker asks for the tests that are related to this file.
    const [mutated] = this._globalConfig.nonFlagArgs;
    const killsOf = kills.get(mutated) ?? new Map();
    kills.set(mutated, killsOf);
    let hasFailed = false;
    this.on('test-file-success', ([{ path }, { testResults, perfStats, numFailingTests }]) => {
      const names = [...(known.get(path)?.names ?? []), ...testResults.map(({ fullName }) => fullName)];
      known.set(path, { names: new Set(names), milliseconds: perfStats.runtime });
      if (numFailingTests === 0) return;
      hasFailed = true;
      killsOf.set(path, (killsOf.get(path) ?? 0) + 1);
    });
    this.on('test-file-failure', () => {
      hasFailed = true;
    });
    for (const test of this.#inOrder(tests, killsOf)) {
      if (!hasFailed) await super.runTests([test], watcher, options);
    }
  }

  /** First the files that killed most mutants of the same file, then the fastest. */
  #inOrder(tests, killsOf) {
    const pattern = new RegExp(this._globalConfig.testNamePattern ?? '', 'i');
    const killed = ({ path }) => killsOf.get(path) ?? 0;
    const milliseconds = ({ path }) => known.get(path)?.milliseconds ?? 0;
    return tests
      .filter(({ path }) => !known.has(path) || [...known.get(path).names].some((name) => pattern.test(name)))
      .toSorted((left, right) => killed(right) - killed(left) || milliseconds(left) - milliseconds(right));
  }
};
