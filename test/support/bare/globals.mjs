/**
 * What the tests import from '@jest/globals', where Jest itself does not answer to that name: the runner has put it on the global
 * object. Of `jest` it offers a part, without time limits.
 */
export const { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } = globalThis;
export const jest = { ...globalThis.jest, setTimeout() {} };
