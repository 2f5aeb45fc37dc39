import { expect, test } from '@jest/globals';
import { closestTo } from '../../cli/closest-to.ts';

const NAMES = ['missing', 'blanked', 'broken-trust', 'broken-permissions', 'fix', 'dry-run', 'audit'];

test.each([
  ['blankd', 'blanked'],
  ['Blanked', 'blanked'],
  ['broken-trsut', 'broken-trust'],
  ['audti', 'audit'],
  ['dry', 'dry-run'],
  ['broken', 'broken-trust'],
  ['fx', 'fix'],
  ['nothing', undefined],
  ['b', undefined],
  ['', undefined],
])('%s resembles %s', (word, closest) => expect(closestTo(word, NAMES)).toBe(closest));
