import { expect, test } from '@jest/globals';
import { matchesWildcard } from '../../../../lambda/core/integration/iam-wildcard.ts';

test.each([
  ['a.b', 'a.b', true],
  ['a.b', 'axb', false],
  ['a+(b)[c]{d}^$|\\e', 'a+(b)[c]{d}^$|\\e', true],
  ['a*c?', 'abbcd', true],
  ['a?', 'a', false],
  ['b', 'abc', false],
  ['ab', 'a', false],
  ['', '', true],
  ['', 'a', false],
  ['**', '', true],
  ['a*', 'a\nb', true],
  ['*ab', 'aab', true],
  ['*a*b', 'abba', false],
  ['*?b', 'b', false],
])('%j matches %j: %s', (pattern, text, expected) => expect(matchesWildcard(pattern, text)).toBe(expected));

test('compares a pattern with hundreds of stars in time: a regular expression takes years', () => {
  const text = `${'a'.repeat(2000)}c`;
  expect(matchesWildcard(`${'*a'.repeat(500)}*b`, text)).toBe(false);
  expect(matchesWildcard(`${'*a'.repeat(500)}*c`, text)).toBe(true);
});
