import { type Command, Option } from 'commander';
import { examples, outputOption, withAwsOptions } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareScan(program: Command, run: Runner): void {
  withAwsOptions(program.command('scan'), 'only the trails of this home Region; default: every Region')
    .description('Judges every trail in every Region, and the account. Needs no permission to write.')
    .addOption(outputOption('--output <format>', ['text', 'json', 'csv', 'ocsf']))
    .addOption(new Option('--fail-on <what>', 'exit with 1 for recommendations, too').choices(['advice']))
    .addHelpText(
      'after',
      examples(
        ['trailmend scan', 'every Region that the account can use'],
        ['trailmend scan --region eu-west-1', 'the trails of one home Region'],
        ['trailmend scan --profile audit --output csv > trails.csv', 'for a spreadsheet'],
      ),
    )
    .action((options) => run(async (terminal) => (await import('../commands/scan.ts')).runScan(options, terminal)));
}
