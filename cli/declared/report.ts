import { type Command, Option } from 'commander';
import { days, examples, withAwsOptions } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareReport(program: Command, run: Runner): void {
  withAwsOptions(program.command('report'), 'only the trails of this home Region; default: every Region')
    .description(
      'Collects evidence for an auditor: the state of every trail, and what a deployed stack saw and repaired.',
    )
    .addOption(
      new Option('--format <format>', 'the format of the result')
        .choices(['html', 'json', 'csv', 'ocsf'])
        .default('html'),
    )
    .addOption(
      new Option('--days <days>', 'how far back the history goes; AWS charges for the log data that it reads')
        .default(90)
        .argParser(days),
    )
    .addHelpText(
      'after',
      examples(
        ['trailmend report > evidence.html', 'one page that needs no network'],
        ['trailmend report --days 365 > evidence.html', 'with the history of a year'],
        ['trailmend report --format csv > evidence.csv', 'a line for each trail'],
      ),
    )
    .action((options) => run(async (terminal) => (await import('../commands/report.ts')).runReport(options, terminal)));
}
