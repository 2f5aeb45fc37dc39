import type { Command } from 'commander';
import { examples, ownerCommand } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareAccept(program: Command, run: Runner): void {
  ownerCommand(program, 'accept')
    .description(
      'Accepts that the settings of a trail are weaker than they were. Needs the ledger of a deployed stack.',
    )
    .addHelpText(
      'after',
      examples(
        ['trailmend accept audit', 'shows what is weaker, and asks'],
        ['trailmend accept audit --yes', 'without asking'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('../commands/accept.ts')).runAccept(trail, options, terminal)),
    );
}
