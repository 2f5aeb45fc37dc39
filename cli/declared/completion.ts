import { Argument, type Command } from 'commander';
import { examples } from '../options.ts';
import type { Runner } from '../runner.ts';

export function declareCompletion(program: Command, run: Runner): void {
  program
    .command('completion')
    .description('Prints a script that completes commands and options in a shell.')
    .addArgument(new Argument('<shell>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      examples(
        ['source <(trailmend completion bash)', 'for this session; in ~/.bashrc for every one'],
        ['source <(trailmend completion zsh)', 'the same; in ~/.zshrc after compinit'],
        ['trailmend completion fish > ~/.config/fish/completions/trailmend.fish', 'for every new session'],
      ),
    )
    .action((shell) =>
      run(async (terminal) => (await import('../commands/completion.ts')).runCompletion(shell, program, terminal)),
    );
}
