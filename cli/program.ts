import { Command, CommanderError } from 'commander';
import { visible } from '../lambda/core/model/foreign-text.ts';
import { VERSION } from '../lambda/version.ts';
import { declareAccept } from './declared/accept.ts';
import { declareCompletion } from './declared/completion.ts';
import { declareDoctor } from './declared/doctor.ts';
import { declareFix } from './declared/fix.ts';
import { declareHistory } from './declared/history.ts';
import { declarePlan } from './declared/plan.ts';
import { declareReport } from './declared/report.ts';
import { declareResume } from './declared/resume.ts';
import { declareScan } from './declared/scan.ts';
import { declareUndo } from './declared/undo.ts';
import { declareVerify } from './declared/verify.ts';
import { explain } from './errors.ts';
import type { Runner } from './runner.ts';
import type { Terminal } from './terminal.ts';

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
    const isDebug = given.includes('--debug') && error instanceof Error;
    terminal.note(isDebug ? (error.stack ?? error.message) : explain(error));
    return 2;
  }
}

function createProgram(run: Runner): Command {
  const program = new Command('trailmend')
    .description('Finds and repairs CloudTrail trails that do not deliver to CloudWatch Logs.')
    .version(VERSION)
    .helpCommand(true)
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ outputError: (message, write) => write(`trailmend: ${usageError(message)}\n`) })
    .addHelpText('after', EXIT_CODES);
  // Subcommands inherit the settings above when they are created.
  for (const declare of COMMANDS) declare(program, run);
  return program;
}

/** A message of Commander on one line, which says what to do. */
function usageError(message: string): string {
  const line = message
    .trim()
    .replace(/^error: /, '')
    .replace(/\n\((Did you mean .*\?)\)$/, '. $1');
  return visible(/[.?]$/.test(line) ? line : `${line}. Use --help.`);
}

/** In the order of the help. */
const COMMANDS = [
  declareScan,
  declarePlan,
  declareFix,
  declareVerify,
  declareUndo,
  declareResume,
  declareAccept,
  declareHistory,
  declareDoctor,
  declareReport,
  declareCompletion,
];

const EXIT_CODES = `
Exit codes: 0 all compliant or done, 1 findings or not all fixed, 2 wrong use or an error.
Credentials and settings come from where the AWS CLI finds them: AWS_* variables, ~/.aws, SSO.`;
