import { Command, InvalidArgumentError, Option } from 'commander';
import { closestTo } from '../cli/closest-to.ts';

/** The names and the environment with which npm started this process. */
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The command line of an npm script: errors take one line, with a suggestion for a misspelled
 * option.
 * @param script its name, such as `demo` for `npm run demo`
 */
export function commandLine(script: string, description: string): Command {
  return new Command()
    .name(`npm run ${script} --`)
    .description(description)
    .allowExcessArguments(false)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      outputError: (message, write) =>
        write(
          `${message
            .replace(/^error: /, '')
            .trim()
            .replaceAll('\n', ' ')}\n`,
        ),
    });
}

/** An option with a fixed set of values. The error about another value suggests the closest one. */
export function choiceOption(flags: string, description: string, values: readonly string[]): Option {
  return new Option(flags, description).choices(values).argParser((value: string) => {
    if (values.includes(value)) return value;
    const closest = closestTo(value, values);
    throw new InvalidArgumentError(
      closest === undefined ? `Use one of: ${values.join(', ')}.` : `Did you mean ${closest}?`,
    );
  });
}

/**
 * Parses the arguments of this process, or those given.
 * @throws CommanderError after it has printed the error, or the help (exit code 0); also when npm
 * took an option for itself, because `--` is missing in front of it
 */
export function parseCommandLine<T extends object>(
  command: Command,
  commandArguments: readonly string[] = process.argv.slice(2),
  environment: Environment = process.env,
): T {
  const taken = takenByNpm(command, commandArguments, environment);
  if (taken.length > 0) {
    const correct = `${command.name()} ${[...taken, ...commandArguments].join(' ')}`;
    command.error(`npm took ${taken.join(' ')} for itself. Put -- in front of the options: ${correct}`);
  }
  return command.parse(commandArguments, { from: 'user' }).opts<T>();
}

/**
 * The options of the command that npm took. npm passes them on in variables such as
 * `npm_config_list`.
 * Source: npm documentation, "npm run-script" (`--`), "config" (environment variables).
 */
function takenByNpm(command: Command, given: readonly string[], environment: Environment): readonly string[] {
  if (command.name() !== `npm run ${environment['npm_lifecycle_event']} --`) return [];
  return command.options.flatMap(({ long }) => {
    const value = environment[`npm_config_${long?.slice(2).replaceAll('-', '_')}`];
    const isGiven = given.some((one) => one === long || one.startsWith(`${long}=`));
    if (long === undefined || long === null || value === undefined || value === '' || isGiven) return [];
    return [value === 'true' ? long : `${long}=${value}`];
  });
}
