import { runAsCommand } from '../../local/command.ts';
import type { Mode } from '../scenario.ts';
import { screenOn } from '../screen.ts';
import { attack } from './attack.ts';
import { DEEDS } from './deeds/index.ts';
import { parseOptions } from './options.ts';
import { isReported, reportLines } from './report.ts';

/** `npm run attack`. Exits with 0 when people were notified of every deed, else with 1. */
async function main(): Promise<number> {
  const { mode, deed } = parseOptions(process.argv.slice(2));
  const deeds = Object.fromEntries(Object.entries(DEEDS).filter(([name]) => deed === undefined || name === deed));
  const screen = screenOn(process.stdout);
  let isComplete = true;
  for (const one of mode === 'both' ? (['fix', 'dry-run'] as const satisfies Mode[]) : [mode]) {
    screen.section(`Attack trailmend in mode ${one}`, []);
    const results = await attack(one, deeds, screen, new AbortController().signal);
    screen.section('What people were notified of', reportLines(one, results));
    isComplete &&= results.every(isReported);
  }
  return isComplete ? 0 : 1;
}

await runAsCommand(main);
