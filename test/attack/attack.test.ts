import { expect, test } from '@jest/globals';
import { attack } from '../../demo/attack/attack.ts';
import { DEEDS } from '../../demo/attack/deeds/index.ts';
import { isReported, reportLines } from '../../demo/attack/report.ts';
import type { Screen } from '../../demo/screen.ts';

const QUIET: Screen = { step: (_title, work) => work(() => {}), section: () => {}, line: () => {} };

/** Deeds that no run of the attacks has seen reported yet. */
const SILENT: readonly string[] = ['their-streams', 'ledger-target'];

/** `npm run attack` plays the same deeds and prints the messages. */
test.each(['fix', 'dry-run'] as const)('no deed of an attacker is silent in mode %s', async (mode) => {
  const results = await attack(mode, DEEDS, QUIET, new AbortController().signal);
  const wrong = results.filter((result) => !isReported(result) && !SILENT.includes(result.name));
  expect(reportLines(mode, wrong).slice(1, -2)).toEqual([]);
});
