import { type Command, InvalidArgumentError, Option } from 'commander';
import { LONGEST_EXCLUSION_DAYS } from '../lambda/core/scope/exclusions.ts';

const REGION = 'the Region; default: AWS_REGION, or that of the profile';

/** The options that `openSession` takes, as the AWS CLI names them. */
export function withSessionOptions(command: Command, region: string): Command {
  return command
    .option('--profile <name>', 'a profile of the shared configuration files')
    .option('--region <region>', region)
    .option('--endpoint-url <url>', 'another endpoint for every AWS service', endpointUrl);
}

/** The options of every command that calls AWS. */
export function withAwsOptions(command: Command, region = REGION): Command {
  return withSessionOptions(command, region)
    .option('--stack <name>', 'the stack of trailmend whose settings and memory apply; default: Trailmend')
    .option('--stack-region <region>', 'the Region of that stack; default: that of the command')
    .option('--debug', 'show where an error comes from');
}

/** The option with which a command chooses the format of its result. */
export function outputOption(flags: string, formats: readonly string[]): Option {
  return new Option(flags, 'the format of the result').choices(formats).default('text');
}

/** @throws InvalidArgumentError for anything else */
export function days(text: string): number {
  if (/^\d{1,3}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of days from 1 to 999.');
}

/**
 * The days of an exclusion. The function takes no date further ahead.
 * @throws InvalidArgumentError for anything else
 */
export function exclusionDays(text: string): number {
  if (days(text) <= LONGEST_EXCLUSION_DAYS) return days(text);
  throw new InvalidArgumentError(`It must be a whole number of days from 1 to ${LONGEST_EXCLUSION_DAYS}.`);
}

/** @throws InvalidArgumentError for anything else */
export function minutes(text: string): number {
  if (/^\d{1,4}$/.test(text) && Number(text) > 0) return Number(text);
  throw new InvalidArgumentError('It must be a whole number of minutes from 1 to 9999.');
}

function endpointUrl(text: string): string {
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return text;
  throw new InvalidArgumentError('It must be a URL such as http://127.0.0.1:4566.');
}

/** The examples at the end of a help text. */
export function examples(...lines: readonly (readonly [command: string, what: string])[]): string {
  const width = Math.max(...lines.map(([command]) => command.length));
  return ['', 'Examples:', ...lines.map(([command, what]) => `  ${command.padEnd(width)}  ${what}`)].join('\n');
}

/** A command about one trail, or about those of a Region or of all. */
export function trailCommand(program: Command, name: string): Command {
  return withAwsOptions(program.command(name))
    .argument('[trail]', 'the name of a trail, or its ARN; default: every trail of the Region')
    .option('--all-regions', 'the trails of every Region');
}

/** A command with which the owner of a trail decides about it. */
export function ownerCommand(program: Command, name: string): Command {
  return withAwsOptions(program.command(name))
    .argument('<trail>', 'the name of the trail, or its ARN')
    .option('--yes', 'make the calls without asking');
}
