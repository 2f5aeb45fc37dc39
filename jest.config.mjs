/** All tests, each suite apart from the others; `npm run test:unit` has jest.unit.config.mjs. */
export default {
  // Jest's own choice leaves one of two cores idle.
  maxWorkers: 2,
  testSequencer: '<rootDir>/test/support/slowest-first.mjs',
  testEnvironment: 'node',
  globalSetup: '<rootDir>/test/infra/synthesized-once.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/local/test/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  cacheDirectory: '<rootDir>/node_modules/.cache/jest',
  modulePathIgnorePatterns: ['<rootDir>/cdk.out', '<rootDir>/dist'],
  randomize: true,
  collectCoverageFrom: ['lambda/**/*.ts'],
  coverageProvider: 'babel',
  coverageReporters: ['text-summary', 'lcov'],
  coverageThreshold: { './lambda/': { branches: 95 } },
};
