import { Command, CommanderError, InvalidArgumentError } from 'commander';
import * as fc from 'fast-check';
import { type Count, counted } from '../test/fuzz/count.ts';
import { encounter, obeys } from '../test/fuzz/laws.ts';

const DEFAULT_RUNS = 100_000;

/** `npm run fuzz`: exits 0 when every law held, 1 with what broke one, 2 for wrong use. */
async function main(): Promise<number> {
  const { runs, seed } = optionsFrom(process.argv.slice(2));
  const count: Count = counted();
  process.stdout.write(`${runs} random events, sweeps and answers, seed ${seed}\n`);
  const property = fc.asyncProperty(encounter, async (one) => count.add(await obeys(one)));
  const { failed, counterexample, errorInstance } = await fc.check(property, { numRuns: runs, seed });
  process.stdout.write(`${count.lines().join('\n')}\n`);
  if (!failed) return 0;
  process.stdout.write(`\nBROKEN: ${errorInstance}\n${JSON.stringify(counterexample, null, 2)}\n`);
  return 1;
}

function optionsFrom(commandLine: readonly string[]): { readonly runs: number; readonly seed: number } {
  return new Command()
    .name('npm run fuzz --')
    .description('Gives the function random events and sweeps, and random answers of AWS, and holds it to its laws.')
    .option('--runs <number>', 'how many', wholeNumber, DEFAULT_RUNS)
    .option(
      '--seed <number>',
      'the seed that an earlier run printed, to see the same again',
      wholeNumber,
      Date.now() % 2 ** 31,
    )
    .allowExcessArguments(false)
    .exitOverride()
    .parse(commandLine, { from: 'user' })
    .opts();
}

function wholeNumber(text: string): number {
  if (!/^\d{1,10}$/.test(text)) throw new InvalidArgumentError('It takes a whole number.');
  return Number(text);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
