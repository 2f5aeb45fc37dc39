import { styleText } from 'node:util';
import { CdkError } from '../local/deploy.ts';
import type { LocalAws } from '../local/local-aws.ts';
import { stageFor } from './account.ts';
import { administratorOf } from './callers.ts';
import { functionCalls } from './function-calls.ts';
import { dealtWith } from './function-log.ts';
import type { Options } from './options.ts';
import type { Mode, Scenario } from './scenario.ts';
import type { Screen } from './screen.ts';
import { callLines } from './show/calls.ts';
import { keepLines, nextLines } from './show/next.ts';
import { startedLines } from './show/started.ts';
import { DeadlineError } from './until.ts';

const PASSED: Readonly<Record<Mode, string>> = {
  fix: 'REPAIRED: the trail is integrated, and AWS was asked again to be sure.',
  'dry-run': 'NOTHING WRITTEN: trailmend only read and told.',
};
const FAILED: Readonly<Record<Mode, string>> = {
  fix: 'NOT REPAIRED',
  'dry-run': 'NOT AS A DRY RUN SHOULD BE: something was written, or no plan was told',
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
  const verdict = failure === undefined ? styleText('green', PASSED[mode]) : styleText('red', failure);
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
  mode: Mode,
  aws: LocalAws,
  screen: Screen,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const stage = await stageFor(scenario, mode, aws, screen, signal);
    try {
      return (await scenario.play(stage)) ? undefined : `${FAILED[mode]}.`;
    } finally {
      stage.subscriber.close();
    }
  } catch (error) {
    if (error instanceof CdkError) return `NOT DEPLOYED: ${error.message}`;
    if (!(error instanceof DeadlineError)) throw error;
    screen.section('What started trailmend', startedLines(await dealtWith(administratorOf(aws))));
    screen.section('What trailmend called', callLines(functionCalls(aws)));
    return `${FAILED[mode]}: ${error.message}.`;
  }
}
