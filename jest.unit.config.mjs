import base from './jest.config.mjs';

/**
 * `npm run test:unit`: without what takes minutes, and in bare Node.js. Jest's own runner gives each suite new globals and loads every
 * module anew, which takes as long as the tests; here the suites of a worker share both. `npm test` runs all of them apart.
 */
export default {
  ...base,
  runner: 'jest-light-runner',
  roots: ['<rootDir>/test', '<rootDir>/local/test'],
  setupFiles: ['<rootDir>/test/support/bare/register.mjs'],
  testPathIgnorePatterns: [
    // Needs the local AWS.
    '<rootDir>/test/(e2e|faults|least-privilege)/',
    // Meets random input by the thousand.
    '<rootDir>/test/fuzz/',
    // Bundles and packs anew, or has other people's tools judge the template.
    '<rootDir>/test/infra/(bundle|package).test.ts',
    '<rootDir>/test/template-checks/',
  ],
};
