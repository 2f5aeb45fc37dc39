import type { Command, Option } from 'commander';

/** A command of the command line, as a completion offers it. */
export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly DescribedOption[];
  /** The values of its argument, if it has a list of them. */
  readonly choices: readonly string[];
}

/** A long option. */
export interface DescribedOption {
  /** Such as `--output`. */
  readonly name: string;
  readonly description: string;
  readonly takesValue: boolean;
  /** Its values, if it has a list of them. */
  readonly choices: readonly string[];
}

/** What a completion offers: the program itself, with its own options, and its commands. */
export function describeProgram(program: Command): readonly [root: DescribedCommand, ...DescribedCommand[]] {
  const help = program.createHelp();
  const describe = (command: Command): DescribedCommand => ({
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).flatMap(describeOption),
    choices: command.registeredArguments.flatMap(({ argChoices = [] }) => argChoices),
  });
  return [describe(program), ...help.visibleCommands(program).map(describe)];
}

function describeOption({ long, description, required, optional, argChoices = [] }: Option): DescribedOption[] {
  return long ? [{ name: long, description, takesValue: required || optional, choices: argChoices }] : [];
}
