import { expect, test } from '@jest/globals';
import { attack } from '../../demo/attack/attack.ts';
import { DEEDS } from '../../demo/attack/deeds/index.ts';
import { differenceOf, findingOf } from '../../demo/attack/report.ts';
import type { Mode } from '../../demo/scenario.ts';
import type { Screen } from '../../demo/screen.ts';

const QUIET: Screen = { step: (_title, work) => work(() => {}), section: () => {}, line: () => {} };
const MODES: readonly Mode[] = ['fix', 'dry-run'];

/** `npm run attack` plays the same deeds and prints the messages. Both modes play at once. */
const played = Promise.allSettled(MODES.map((mode) => attack(mode, DEEDS, QUIET, new AbortController().signal)));

test.each(MODES)('people are notified of every deed as the threat model says, in mode %s', async (mode) => {
  const result = (await played)[MODES.indexOf(mode)];
  if (result?.status !== 'fulfilled') throw result?.reason;
  const lines = result.value.map((one) => ({ name: one.name, differs: differenceOf(one), is: findingOf(one) }));
  expect(lines.filter(({ differs }) => differs !== undefined)).toEqual([]);
  expect(lines.map(({ name }) => name)).toEqual(Object.keys(DEEDS));
});
