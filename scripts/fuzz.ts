import { Command, CommanderError, InvalidArgumentError } from 'commander';
import * as fc from 'fast-check';
import { type Count, resultCount } from '../test/fuzz/count.ts';
import { checkLaws, input } from '../test/fuzz/laws.ts';

const DEFAULT_RUNS = 100_000;

/**
 * `npm run fuzz`. Exits with 0 when every law held, with 1 when an input broke a law, and with 2
 * for invalid options.
 */
async function main(): Promise<number> {
  const { runs, seed } = parseOptions(process.argv.slice(2));
  const count: Count = resultCount();
  process.stdout.write(`${runs} random events, sweeps and AWS responses, seed ${seed}\n`);
  const property = fc.asyncProperty(input, async (one) => count.add(await checkLaws(one)));
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed });
  process.stdout.write(`${count.lines().join('\n')}\n`);
  if (!failed) return 0;
  process.stdout.write(`\nBROKEN: ${errorInstance}\n${JSON.stringify(counterexample, null, 2)}\n`);
  return 1;
}

function parseOptions(commandLine: readonly string[]): { readonly runs: number; readonly seed: number } {
  return new Command()
    .name('npm run fuzz --')
    .description('Runs the function with random events, sweeps and AWS responses, and checks its laws.')
    .option('--runs <number>', 'number of runs', parseWholeNumber, DEFAULT_RUNS)
    .option('--seed <number>', 'seed of an earlier run, to repeat its inputs', parseWholeNumber, Date.now() % 2 ** 31)
    .allowExcessArguments(false)
    .exitOverride()
    .parse(commandLine, { from: 'user' })
    .opts();
}

function parseWholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at most 10 digits.');
  return Number(text);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
