import type { Command } from 'commander';
import { examples, outputOption, withAwsOptions } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareDoctor(program: Command, run: Runner): void {
  withAwsOptions(program.command('doctor'))
    .description('Says whether a repair would succeed, and whether a deployed stack does its work. Changes nothing.')
    .option('--all-regions', 'check the trails of every Region')
    .addOption(outputOption('--output <format>', ['text', 'json']))
    .addHelpText(
      'after',
      examples(
        ['trailmend doctor', 'the account, the trails of the Region, and the stack Trailmend'],
        ['trailmend doctor --all-regions', 'the trails of every Region'],
        ['trailmend doctor --output json', 'for programs'],
      ),
    )
    .action((options) => run(async (terminal) => (await import('../commands/doctor.ts')).runDoctor(options, terminal)));
}
