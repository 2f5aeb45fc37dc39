import { Command, CommanderError, Option } from 'commander';
import { VERSION } from '../lambda/version.ts';
import { explain } from './errors.ts';
import { examples, minutes, outputOption, withAwsOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

/** Exit codes: 0 all compliant or done, 1 findings or not all fixed, 2 wrong use or an error. */
export type ExitCode = 0 | 1 | 2;

/**
 * Runs the command line.
 * @param given the arguments without node and the program
 * @returns the exit code
 */
export async function runProgram(given: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode = 0;
  const program = createProgram(async (run) => {
    exitCode = await run(terminal);
  });
  try {
    await program.parseAsync(given, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed the message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.progress('');
    const isDebug = given.includes('--debug') && error instanceof Error;
    process.stderr.write(`trailmend: ${isDebug ? error.stack : explain(error)}\n`);
    return 2;
  }
}

type Runner = (command: (terminal: Terminal) => Promise<number>) => Promise<void>;

function createProgram(run: Runner): Command {
  const program = new Command('trailmend')
    .description('Finds and repairs CloudTrail trails that do not deliver to CloudWatch Logs.')
    .version(VERSION)
    .helpCommand(true)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(message.replace(/^error: /, 'trailmend: ')) })
    .addHelpText('after', EXIT_CODES);
  // Subcommands inherit the settings above when they are created.
  addScan(program, run);
  addPlan(program, run);
  addFix(program, run);
  addVerify(program, run);
  return program;
}

const EXIT_CODES = `
Exit codes: 0 all compliant or done, 1 findings or not all fixed, 2 wrong use or an error.
Credentials and settings come from where the AWS CLI finds them: AWS_* variables, ~/.aws, SSO.`;

/** A command about one trail, or about those of a Region or of all. */
function trailCommand(program: Command, name: string): Command {
  return withAwsOptions(program.command(name))
    .argument('[trail]', 'the name of a trail, or its ARN; default: every trail of the Region')
    .option('--all-regions', 'the trails of every Region');
}

function addScan(program: Command, run: Runner): void {
  withAwsOptions(program.command('scan'), 'only the trails of this home Region; default: every Region')
    .description('Judges every trail in every Region, and the account. Needs no permission to write.')
    .addOption(outputOption('--output <format>', ['text', 'json', 'csv', 'ocsf']))
    .addOption(new Option('--fail-on <what>', 'exit with 1 for recommendations, too').choices(['advice']))
    .addHelpText(
      'after',
      examples(
        ['trailmend scan', 'every Region that the account can use'],
        ['trailmend scan --region eu-west-1', 'the trails of one home Region'],
        ['trailmend scan --profile audit --output csv > trails.csv', 'for a spreadsheet'],
      ),
    )
    .action((options) => run(async (terminal) => (await import('./commands/scan.ts')).runScan(options, terminal)));
}

function addPlan(program: Command, run: Runner): void {
  trailCommand(program, 'plan')
    .description('Shows the calls that would repair a trail, and what trailmend refuses and why. Changes nothing.')
    .addOption(outputOption('--format <format>', ['text', 'json', 'aws-cli']))
    .addHelpText(
      'after',
      examples(
        ['trailmend plan audit', 'the trail audit of the Region'],
        ['trailmend plan audit --format aws-cli | sh', 'the repair with the AWS CLI'],
        ['trailmend plan --all-regions --format json', 'every trail, for programs'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('./commands/plan.ts')).runPlan(trail, options, terminal)),
    );
}

function addFix(program: Command, run: Runner): void {
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
      run(async (terminal) => (await import('./commands/fix.ts')).runFix(trail, options, terminal)),
    );
}

function addVerify(program: Command, run: Runner): void {
  trailCommand(program, 'verify')
    .description('Says whether AWS delivers the events of trails to CloudWatch Logs, by the two clocks of AWS.')
    .option('--wait', 'wait until AWS has delivered since the command started, or reports an error')
    .addOption(new Option('--timeout <minutes>', 'how long to wait').default(20).argParser(minutes))
    .addHelpText(
      'after',
      examples(
        ['trailmend verify audit', 'what AWS reports now'],
        ['trailmend verify audit --wait', 'after a repair: until the first delivery'],
      ),
    )
    .action((trail, options) =>
      run(async (terminal) => (await import('./commands/verify.ts')).runVerify(trail, options, terminal)),
    );
}
