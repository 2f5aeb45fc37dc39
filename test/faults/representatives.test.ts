import { expect, test } from '@jest/globals';
import { CASES } from './cases.ts';
import { survive } from './survive.ts';

test('all suites together have 1,240 cases', () => {
  expect(CASES).toHaveLength(1_240);
});

survive('representatives', 239);
