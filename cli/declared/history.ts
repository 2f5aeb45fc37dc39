import { type Command, Option } from 'commander';
import { days, examples, outputOption, withAwsOptions } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareHistory(program: Command, run: Runner): void {
  withAwsOptions(program.command('history'))
    .argument('[trail]', 'the name of a trail, or its ARN; default: everything')
    .description('Shows what trailmend did and found, oldest first, from the log and the ledger of a deployed stack.')
    .addOption(outputOption('--output <format>', ['text', 'json']))
    .addOption(
      new Option('--days <days>', 'how far back; AWS charges for the log data that it reads')
        .default(90)
        .argParser(days),
    )
    .addHelpText(
      'after',
      examples(
        ['trailmend history audit', 'the trail audit of any Region'],
        ['trailmend history --days 7 --output json', 'the last week, for programs'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/history.ts')).runHistory(trail, options, terminal)),
    );
}
