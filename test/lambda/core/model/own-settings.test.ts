import { expect, test } from '@jest/globals';
import { settingChanges } from '../../../../lambda/core/model/own-settings.ts';

test('what changed is named with both values, in order, and the rest is not', () => {
  const before = { Mode: 'fix', Regions: '', Old: 'x', Same: '1' };
  const after = { Regions: 'us-east-1', New: 'y', Mode: 'dry-run', Same: '1' };
  expect(settingChanges(before, after)).toEqual([
    'Mode from "fix" to "dry-run"',
    'New from "" to "y"',
    'Old from "x" to ""',
    'Regions from "" to "us-east-1"',
  ]);
});

test('a setting that a version does not have is as an empty one', () => {
  expect(settingChanges({ Regions: '' }, {})).toEqual([]);
  expect(settingChanges({}, { Regions: '' })).toEqual([]);
});
