import { fileURLToPath } from 'node:url';
import jest from '../../jest.config.mjs';

const [unit] = jest.projects;

/**
 * Mutation testing of lambda/core: `npm run mutation`. It keeps its results in reports/, and the
 * next run tests only what has changed.
 */
export default {
  mutate: ['lambda/core/**/*.ts'],
  testRunner: 'jest',
  // Stryker sees the coverage of a single project only, so the settings of the project unit become
  // the configuration.
  jest: {
    config: {
      ...unit,
      projects: [],
      globalSetup: null,
      runner: fileURLToPath(new URL('fail-fast-runner.cjs', import.meta.url)),
      testEnvironment: fileURLToPath(new URL('fail-fast-environment.cjs', import.meta.url)),
      // Without the laws: hundreds of generated accounts for each mutant take hours.
      testMatch: ['<rootDir>/test/**/core/**/*.test.ts', '<rootDir>/test/**/cases.test.ts'],
      testPathIgnorePatterns: ['\\.laws\\.test\\.ts$'],
    },
  },
  coverageAnalysis: 'perTest',
  incremental: true,
  incrementalFile: 'reports/mutation-incremental.json',
  // Stryker reads this file with TypeScript's API, which TypeScript 7 does not have. It skips a
  // file that does not exist.
  tsconfigFile: 'no-tsconfig-for-stryker.json',
  // Two cores are what CI has, and more gain little.
  concurrency: 2,
  // Jest keeps memory after each run, some 20 MB.
  maxTestRunnerReuse: 100,
  // A test that is slow on a busy machine does not hang.
  timeoutMS: 60_000,
  ignorePatterns: ['**', '!lambda/**', '!local/**', '!test/**', '!package.json', '!jest.config.mjs'],
  tempDirName: 'reports/mutation-sandbox',
  reporters: ['clear-text', 'progress-append-only', 'json'],
  clearTextReporter: { reportTests: false, logTests: false },
  thresholds: { high: 98, low: 95, break: 95 },
};
