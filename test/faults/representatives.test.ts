import { expect, test } from '@jest/globals';
import { CASES } from './cases.ts';
import { playSuite } from './play-suite.ts';

test('all suites together have 1,556 cases', () => {
  expect(CASES).toHaveLength(1_556);
});

playSuite('representatives', 289);
