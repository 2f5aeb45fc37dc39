/** What the tests import from `@jest/globals`, for a process that is not Jest's. */
export { jestExpect as expect } from '@jest/expect';
export { describe, test } from 'jest-circus';
