import { styleText } from 'node:util';
import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import { CdkError } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { functionCalls } from './function-calls.ts';
import { readFunctionLog } from './function-log.ts';
import type { Options } from './options.ts';
import { prepareStage } from './prepare-stage.ts';
import type { Scenario } from './scenario.ts';
import type { Screen } from './screen.ts';
import { administratorOf } from './sessions.ts';
import { callLines } from './show/calls.ts';
import { deployLines, localAwsLines } from './show/next-steps.ts';
import { runLines } from './show/runs.ts';
import { CALLS_TITLE, RUNS_TITLE } from './show/titles.ts';
import { DeadlineError } from './until.ts';

/** The last line of a scenario that ended with the expected outcome. */
export const VERDICTS: Readonly<Record<OutcomeWord, string>> = {
  COMPLIANT: 'COMPLIANT: the trail is healthy, and trailmend changed nothing.',
  WOULD_FIX: 'NOTHING CHANGED: in dry-run mode trailmend only reports its plan.',
  FIXED: 'REPAIRED: the trail is integrated, and CloudTrail delivers to its log group.',
  VERIFIED: 'VERIFIED: CloudTrail has delivered to the log group since the repair.',
  SKIPPED: 'NOTHING CHANGED: trailmend must not or cannot repair this, and its outcome names who can act.',
  BLOCKED: 'BLOCKED: the repair needs an action first, and the notification names who can act.',
  FAILED: 'FAILED: the notification contains the cause.',
};

/**
 * Runs a scenario and prints whether trailmend did what it must. With `keep` it then waits for the
 * signal.
 * @throws AbortError when the signal is aborted before the end of the scenario
 */
export async function runDemo(
  aws: LocalAws,
  scenario: Scenario,
  { mode, keep }: Options,
  screen: Screen,
  signal: AbortSignal,
): Promise<boolean> {
  const failure = await runScenario(scenario, mode, aws, screen, signal);
  if (failure === undefined) screen.section('Deploy trailmend to your own account', deployLines());
  const verdict = VERDICTS[scenario.expectedOutcome[mode]];
  screen.line(`\n${failure === undefined ? styleText('green', verdict) : styleText('red', failure)}`);
  if (keep && !signal.aborted) {
    screen.section('The local AWS runs until you press Ctrl-C', localAwsLines(aws, scenario.commands));
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  return failure === undefined;
}

/** The reason why trailmend did not do what it must. Undefined when it did. */
async function runScenario(
  scenario: Scenario,
  mode: Options['mode'],
  aws: LocalAws,
  screen: Screen,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const stage = await prepareStage(scenario, mode, aws, screen, signal);
    try {
      return (await scenario.run(stage)) ? undefined : 'UNEXPECTED RESULT: see above.';
    } finally {
      stage.subscriber.close();
    }
  } catch (error) {
    if (error instanceof CdkError) return `DEPLOYMENT FAILED: ${error.message}`;
    if (!(error instanceof DeadlineError)) throw error;
    screen.section(RUNS_TITLE, runLines(await readFunctionLog(administratorOf(aws))));
    screen.section(CALLS_TITLE, callLines(functionCalls(aws)));
    return `UNEXPECTED RESULT: ${error.message}.`;
  }
}
