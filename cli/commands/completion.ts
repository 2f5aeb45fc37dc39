import type { Command } from 'commander';
import { bashCompletion } from '../output/completion/bash.ts';
import { describeProgram } from '../output/completion/described.ts';
import { fishCompletion } from '../output/completion/fish.ts';
import { zshCompletion } from '../output/completion/zsh.ts';
import type { Terminal } from '../terminal.ts';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** `trailmend completion SHELL`: prints a script, which calls neither trailmend nor AWS. */
export async function runCompletion(
  shell: keyof typeof SCRIPTS,
  program: Command,
  { write }: Terminal,
): Promise<number> {
  write(SCRIPTS[shell](describeProgram(program)));
  return 0;
}
