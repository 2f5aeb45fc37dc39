import type { Command } from 'commander';
import { examples, trailCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareFix(program: Command, run: Runner): void {
  trailCommand(program, 'fix')
    .description('Shows the plan, asks, makes the calls, and reads the result back. Needs no deployed stack.')
    .option('--yes', 'make the calls without asking')
    .addHelpText(
      'after',
      examples(
        ['trailmend fix audit', 'asks before it changes anything'],
        ['trailmend fix --all-regions --yes', 'every trail, without asking'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/fix.ts')).runFix(trail, options, terminal)),
    );
}
