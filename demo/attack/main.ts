import { runAsCommand } from '../../local/command.ts';
import type { Mode } from '../scenario.ts';
import { screenOn } from '../screen.ts';
import { attack } from './attack.ts';
import { DEEDS } from './deeds/index.ts';
import { labelledScreen } from './labelled-screen.ts';
import { parseOptions } from './options.ts';
import { differenceOf, reportLines } from './report.ts';

/**
 * `npm run attack`. Exits with 0 when people were notified of every deed as the threat model says,
 * else with 1.
 */
async function main(): Promise<number> {
  const { mode, deed } = parseOptions(process.argv.slice(2));
  const deeds = Object.fromEntries(Object.entries(DEEDS).filter(([name]) => deed === undefined || name === deed));
  const modes: readonly Mode[] = mode === 'both' ? ['fix', 'dry-run'] : [mode];
  const screen = screenOn(process.stdout);
  screen.section(`Attack trailmend in mode ${modes.join(' and ')}`, []);
  const aborted = new AbortController();
  const plays = modes.map(async (one) => {
    const own = modes.length === 1 ? screen : labelledScreen(process.stdout, one.padEnd('dry-run'.length));
    return { one, results: await attack(one, deeds, own, aborted.signal) };
  });
  // Each stops its own local AWS before the error of the other ends the command.
  await Promise.allSettled(plays.map((play) => play.catch(() => aborted.abort())));
  const played = await Promise.all(plays);
  for (const { one, results } of played) screen.section('What people were notified of', reportLines(one, results));
  return played.every(({ results }) => results.every((result) => differenceOf(result) === undefined)) ? 0 : 1;
}

await runAsCommand(main);
