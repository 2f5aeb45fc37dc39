import { foreign } from '../../lambda/core/model/foreign-text.ts';
import type { Check } from './account-facts.ts';
import { awsCommand } from './mend.ts';
import { ok, problem, unknown } from './result.ts';
import type { StackFacts } from './stack-facts.ts';

/** A sweep is missing when none ended within so many intervals. */
const SWEEPS_TO_WAIT = 2;
/** The Lambda maximum: a sweep ends at the latest so long after its start. */
const LONGEST_SWEEP_MINUTES = 15;
const DEFAULT_SWEEP_MINUTES = 60;

type Facts = Pick<StackFacts, 'functionName' | 'lastSweep' | 'nowMs' | 'stack'>;

/** For how long the last sweep counts, in milliseconds. */
export function sweepWindowMs({ parameters }: Pick<StackFacts['stack'], 'parameters'>): number {
  const minutes = Number(parameters['SweepMinutes'] ?? DEFAULT_SWEEP_MINUTES);
  return (SWEEPS_TO_WAIT * minutes + LONGEST_SWEEP_MINUTES) * 60_000;
}

/** The function finishes its sweeps. */
export const lastSweep: Check<Facts> = ({ lastSweep: fact, functionName, nowMs, stack }) => {
  if (!fact.read) return [unknown(`the log of the function, ${foreign(stack.logGroupName)}`, fact)];
  if (fact.value !== undefined) {
    return [ok(`The function finished its last sweep at ${new Date(fact.value).toISOString()}.`)];
  }
  const since = new Date(nowMs - sweepWindowMs(stack)).toISOString();
  const input = { FunctionName: functionName, InvocationType: 'Event', Payload: '{"kind":"sweep"}' };
  return [
    problem(
      `The function finished no sweep of all Regions since ${since}: its schedule does not start it, or it fails.`,
      `${awsCommand('lambda invoke', input, stack.region)} --cli-binary-format raw-in-base64-out answer.json`,
    ),
  ];
};
