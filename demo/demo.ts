import { styleText } from 'node:util';
import type { OutcomeWord } from '../lambda/core/model/outcome.ts';
import { CdkError } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { stageFor } from './account.ts';
import { administratorOf } from './callers.ts';
import { functionCalls } from './function-calls.ts';
import { dealtWith } from './function-log.ts';
import type { Options } from './options.ts';
import type { Scenario } from './scenario.ts';
import type { Screen } from './screen.ts';
import { callLines } from './show/calls.ts';
import { keepLines, nextLines } from './show/next.ts';
import { startedLines } from './show/started.ts';
import { DeadlineError } from './until.ts';

/** What a scenario proved when it ended as it should. */
export const PROVED: Readonly<Record<OutcomeWord, string>> = {
  COMPLIANT: 'NOTHING TO DO: the trail is whole, and trailmend wrote nothing.',
  WOULD_FIX: 'NOTHING WRITTEN: trailmend only read and told.',
  FIXED: 'REPAIRED: the trail is integrated, and AWS delivers.',
  VERIFIED: 'PROVEN: AWS has delivered since the repair.',
  SKIPPED: "NOTHING CHANGED: this is not trailmend's to repair, and it says who can act.",
  BLOCKED: 'BLOCKED, and said so: somebody has to act before AWS lets the repair through.',
  FAILED: 'FAILED, and said so, with the cause.',
};

/**
 * Plays a scenario and says whether trailmend did what it should; with `keep` stays until the signal comes.
 * @throws AbortError when the signal comes earlier
 */
export async function demonstrate(
  aws: LocalAws,
  scenario: Scenario,
  { mode, keep }: Options,
  screen: Screen,
  signal: AbortSignal,
): Promise<boolean> {
  const failure = await failureOf(scenario, mode, aws, screen, signal);
  if (failure === undefined) screen.section('In an account of your own', nextLines());
  const proved = PROVED[scenario.ends[mode]];
  const verdict = failure === undefined ? styleText('green', proved) : styleText('red', failure);
  screen.line(`\n${verdict}`);
  if (keep && !signal.aborted) {
    screen.section('The local AWS stays until you press Ctrl-C', keepLines(aws, scenario.commands));
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  return failure === undefined;
}

/** Why trailmend did not do what it should; undefined when it did. */
async function failureOf(
  scenario: Scenario,
  mode: Options['mode'],
  aws: LocalAws,
  screen: Screen,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const stage = await stageFor(scenario, mode, aws, screen, signal);
    try {
      return (await scenario.play(stage)) ? undefined : 'NOT AS IT SHOULD BE: see above.';
    } finally {
      stage.subscriber.close();
    }
  } catch (error) {
    if (error instanceof CdkError) return `NOT DEPLOYED: ${error.message}`;
    if (!(error instanceof DeadlineError)) throw error;
    screen.section('What started trailmend', startedLines(await dealtWith(administratorOf(aws))));
    screen.section('What trailmend called', callLines(functionCalls(aws)));
    return `NOT AS IT SHOULD BE: ${error.message}.`;
  }
}
