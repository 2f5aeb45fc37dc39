import type { Command } from 'commander';
import { examples, ownerCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareResume(program: Command, run: Runner): void {
  ownerCommand(program, 'resume')
    .description('Removes the exclusion of a trail, and shows what a repair would do.')
    .addHelpText(
      'after',
      examples(
        ['trailmend resume audit', 'shows the tag, and asks'],
        ['trailmend resume audit --yes', 'without asking'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/resume.ts')).runResume(trail, options, terminal)),
    );
}
