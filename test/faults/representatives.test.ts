import { expect, test } from '@jest/globals';
import { CASES } from './cases.ts';
import { playSuite } from './play-suite.ts';

test('all suites together have 1,308 cases', () => {
  expect(CASES).toHaveLength(1_308);
});

playSuite('representatives', 248);
