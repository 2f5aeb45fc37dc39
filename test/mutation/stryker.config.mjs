/** Mutation testing of lambda/core: `npm run mutation`. */
export default {
  mutate: ['lambda/core/**/*.ts'],
  plugins: ['./test/mutation/core-runner.ts'],
  testRunner: 'core',
  testRunnerNodeArgs: ['--disable-warning=ExperimentalWarning'],
  // Two cores are what CI has, and more gain little.
  concurrency: 2,
  // What is slow on a busy machine is not what hangs.
  timeoutMS: 15_000,
  // Modules that were loaded anew stay in memory.
  maxTestRunnerReuse: 400,
  ignorePatterns: ['**', '!lambda/**', '!test/**'],
  tempDirName: 'reports/mutation-sandbox',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  thresholds: { high: 95, low: 90, break: 90 },
};
