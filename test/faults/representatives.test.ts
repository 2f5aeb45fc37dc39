import { expect, test } from '@jest/globals';
import { CASES } from './cases.ts';
import { playSuite } from './play-suite.ts';

test('all suites together have 1,309 cases', () => {
  expect(CASES).toHaveLength(1_309);
});

playSuite('representatives', 248);
