const { TestEnvironment } = require('jest-environment-node');

/**
 * Skips the rest of a file after its first failed test: one failure kills a mutant, and Jest's
 * `bail` ends only between two files.
 */
module.exports = class FailFastEnvironment extends TestEnvironment {
  #hasFailed = false;

  async handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.#hasFailed = true;
    if (name === 'test_start' && this.#hasFailed) test.mode = 'skip';
  }
};
