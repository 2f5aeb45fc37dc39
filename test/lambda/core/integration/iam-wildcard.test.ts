import { expect, test } from '@jest/globals';
import { matchesWildcard } from '../../../../lambda/core/integration/iam-wildcard.ts';

test.each([
  ['a.b', 'a.b', true],
  ['a.b', 'axb', false],
  ['a+(b)[c]{d}^$|\\e', 'a+(b)[c]{d}^$|\\e', true],
  ['a*c?', 'abbcd', true],
  ['a?', 'a', false],
  ['b', 'abc', false],
])('%s matches %s: %s', (pattern, text, expected) => expect(matchesWildcard(pattern, text)).toBe(expected));
