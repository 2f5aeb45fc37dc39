import { type Command, Option } from 'commander';
import { examples, exclusionDays, ownerCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareUndo(program: Command, run: Runner): void {
  ownerCommand(program, 'undo')
    .description('Restores where a trail delivered before the last repair, and first excludes the trail for some days.')
    .addOption(
      new Option('--days <days>', 'how long the function leaves the trail alone').default(7).argParser(exclusionDays),
    )
    .addHelpText(
      'after',
      examples(
        ['trailmend undo audit', 'shows the state before and the calls, and asks'],
        ['trailmend undo audit --days 30', 'with a longer exclusion'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/undo.ts')).runUndo(trail, options, terminal)),
    );
}
