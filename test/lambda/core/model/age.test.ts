import { expect, test } from '@jest/globals';
import { isOlder, isRecent } from '../../../../lambda/core/model/age.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const ago = (ms: number) => new Date(Date.parse(NOW) - ms).toISOString();

test.each([
  [999, false],
  [1000, true],
  [1001, true],
])('a time %s ms ago is older than a second: %s', (ms, expected) => expect(isOlder(ago(ms), NOW, 1000)).toBe(expected));

test.each([
  [999, true],
  [1000, false],
  [0, true],
  [-60_000, true],
  [-60_001, false],
])('a time %s ms ago is less than a second ago, or of a clock that is a minute ahead: %s', (ms, expected) => {
  expect(isRecent(ago(ms), NOW, 1000)).toBe(expected);
});

test('an invalid time is neither old nor recent', () => {
  expect([isOlder('yesterday', NOW, 1000), isRecent('yesterday', NOW, 1000)]).toEqual([false, false]);
});
