/**
 * The one configuration of all tests. `npx jest` runs every test, `npx jest FILE` one file,
 * `npx jest --selectProjects unit` one project. Jest runs the tests as CommonJS;
 * docs/decisions/0022-tests-run-in-stock-jest.md gives the reasons.
 */
function project(displayName, which) {
  return {
    displayName,
    ...which,
    testEnvironment: 'node',
    globalSetup: '<rootDir>/test/support/global-setup.ts',
    globalTeardown: '<rootDir>/test/support/global-teardown.ts',
    transform: {
      '\\.ts$': [
        '@swc/jest',
        {
          jsc: { target: 'es2024', parser: { syntax: 'typescript' } },
          module: { type: 'commonjs' },
          sourceMaps: 'inline',
        },
      ],
    },
    cacheDirectory: '<rootDir>/node_modules/.cache/jest',
    modulePathIgnorePatterns: ['<rootDir>/(cdk\\.out|dist|reports)/'],
  };
}

export default {
  projects: [
    // Everything in memory, with chosen input.
    project('unit', {
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: [
        '\\.laws\\.test\\.ts$',
        '<rootDir>/test/(fuzz|e2e|deployment|least-privilege|faults|attack|judges)/',
        '<rootDir>/test/infra/(bundle|package)\\.test\\.ts$',
      ],
    }),
    // In memory, with random input.
    project('laws', { testMatch: ['<rootDir>/test/**/*.laws.test.ts', '<rootDir>/test/fuzz/**/*.test.ts'] }),
    // The local AWS by itself.
    project('local-aws', { testMatch: ['<rootDir>/local/**/*.test.ts'] }),
    // With processes and files: the function in the local AWS, the demo, the bundle, the package;
    // and one fault of each class at each call.
    project('e2e', {
      testMatch: [
        '<rootDir>/test/e2e/**/*.test.ts',
        '<rootDir>/test/infra/{bundle,package}.test.ts',
        '<rootDir>/test/faults/representatives.test.ts',
      ],
    }),
    // The function against the local AWS, with every other fault at every call, and with every
    // order of events and runs.
    project('faults', { testMatch: ['<rootDir>/test/faults/{reads,writes-*,order}.test.ts'] }),
    // The deeds of an attacker in both modes.
    project('attack', { testMatch: ['<rootDir>/test/attack/**/*.test.ts'] }),
    // The templates in the hands of people: roll-out, upgrade, removal, and wrong deployments.
    project('deployment', { testMatch: ['<rootDir>/test/deployment/**/*.test.ts'] }),
    // Each permission of the function, and each escalation of an attacker in its role.
    project('least-privilege', { testMatch: ['<rootDir>/test/least-privilege/**/*.test.ts'] }),
    // The templates, and what the command line prints and packs, judged by other tools, which the
    // tests install.
    project('judges', { testMatch: ['<rootDir>/test/judges/**/*.test.ts'] }),
  ],
  // For two cores: the tests with processes wait more than they compute.
  maxWorkers: 4,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  randomize: true,
  // The only limit of tests and hooks. It ends a test that hangs; a slow machine does not reach it.
  testTimeout: 900_000,
  collectCoverageFrom: ['lambda/**/*.ts'],
  coverageReporters: ['text-summary', 'lcov'],
  coverageThreshold: { './lambda/': { branches: 95 } },
};
