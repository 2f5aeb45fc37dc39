import { choiceOption, commandLine, parseCommandLine } from '../../local/command-line.ts';
import type { Mode } from '../scenario.ts';
import { DEEDS } from './deeds/index.ts';

export interface Options {
  readonly mode: Mode | 'both';
  /** The only deed to play. */
  readonly deed?: string;
}

/** @throws CommanderError after it has printed the error, or the help (exit code 0) */
export function parseOptions(commandArguments: readonly string[]): Options {
  const command = commandLine(
    'attack',
    'Deploys trailmend to a local AWS, plays every deed of the threat model, and prints what people were notified of, when and in which way. Exits with 1 when a deed stayed silent.',
  )
    .addOption(choiceOption('--mode <mode>', 'the mode of trailmend', ['fix', 'dry-run', 'both']).default('both'))
    .addOption(choiceOption('--deed <name>', 'play one deed only', Object.keys(DEEDS)));
  return parseCommandLine<Options>(command, commandArguments);
}
