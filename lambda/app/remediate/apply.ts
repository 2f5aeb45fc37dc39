import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Operation, Step } from '../../core/model/step.ts';
import { classify } from '../../core/outcome/aws-errors.ts';
import type { Clock, Perform } from '../ports.ts';
import { pauseMs, RETRY_BUDGET_MS } from '../retry.ts';

/** Whether a step may be begun: asked once for each, when what it needs is done. */
export type MayBegin = (step: Step) => Promise<boolean>;

/** Whether a step that AWS did not let through is still right, now that time has passed: asked before each further attempt. */
export type StillWanted = (step: Step) => Promise<boolean>;

/**
 * Makes the calls of a plan. Steps that do not need each other go out together, but those of one operation one after the other,
 * since AWS allows few of a kind a second; a step whose needs did not succeed is not attempted. Calls that AWS may let through
 * later are tried again for two minutes.
 */
export async function apply(
  steps: readonly Step[],
  perform: Perform,
  clock: Clock,
  stillWanted: StillWanted,
  mayBegin: MayBegin = async () => true,
): Promise<readonly AppliedStep[]> {
  const running: { readonly operation: Operation; readonly ended: Promise<AppliedStep> }[] = [];
  const endsOf = (operation: Operation): readonly Promise<AppliedStep>[] =>
    running.filter((one) => one.operation === operation).map(({ ended }) => ended);
  for (const step of steps) {
    const { operation, needs } = step;
    const ended = afterNeeds(step, needs.map(endsOf), endsOf(operation), mayBegin, (wanted) =>
      attempt(wanted, perform, clock, stillWanted),
    );
    running.push({ operation, ended });
  }
  return Promise.all(running.map(({ ended }) => ended));
}

async function afterNeeds(
  step: Step,
  needs: readonly (readonly Promise<AppliedStep>[])[],
  before: readonly Promise<AppliedStep>[],
  mayBegin: MayBegin,
  run: (step: Step) => Promise<AppliedStep>,
): Promise<AppliedStep> {
  const needed = await Promise.all(needs.map((ends) => Promise.all(ends)));
  await Promise.all(before);
  const done = needed.every((ends) => ends.length > 0 && ends.every(({ result }) => result === 'done'));
  const met = done && (await mayBegin(step));
  return met ? run(step) : { step, result: 'not-attempted', attempts: 0 };
}

async function attempt(step: Step, perform: Perform, clock: Clock, stillWanted: StillWanted): Promise<AppliedStep> {
  const start = clock.now();
  for (let attempts = 1; ; attempts += 1) {
    const answer = await perform(step);
    if (answer.done) {
      return { step, result: 'done', attempts, ...(answer.requestId && { requestId: answer.requestId }) };
    }
    const { kind } = classify(step, answer.error);
    const elapsed = clock.now() - start;
    const pause = pauseMs(elapsed, clock.random);
    if ((kind !== 'propagating' && kind !== 'busy') || elapsed + pause > RETRY_BUDGET_MS) {
      return { step, result: 'failed', attempts, error: answer.error };
    }
    await clock.sleep(pause);
    if (!(await stillWanted(step))) return { step, result: 'outdated', attempts, error: answer.error };
  }
}
