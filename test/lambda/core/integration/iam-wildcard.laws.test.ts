import { test } from '@jest/globals';
import fc from 'fast-check';
import { matchesWildcard } from '../../../../lambda/core/integration/iam-wildcard.ts';

/** Few letters, so that patterns and texts meet. */
const text = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });

test('a pattern matches what the regular expression of the same meaning matches', () => {
  fc.assert(
    fc.property(pattern, text, (wildcards, actual) => {
      const expression = wildcards.replaceAll('*', '[^]*').replaceAll('?', '[^]');
      return matchesWildcard(wildcards, actual) === new RegExp(`^${expression}$`).test(actual);
    }),
    { numRuns: 2000 },
  );
});
