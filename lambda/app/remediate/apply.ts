// Every change that trailmend makes in an account passes through `apply`.
import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Operation, Step } from '../../core/model/step.ts';
import { classify } from '../../core/outcome/aws-errors.ts';
import type { Failure } from '../../core/outcome/failure.ts';
import type { Clock, Ports } from '../ports.ts';
import { pauseMs, RETRY_BUDGET_MS } from '../retry.ts';

/** What `apply` needs to make the calls of one plan. */
export interface ApplyContext {
  readonly perform: (step: Step) => ReturnType<Ports['perform']>;
  readonly clock: Clock;
  /** Whether to repeat a step that AWS did not accept. */
  readonly isStillWanted: (step: Step) => Promise<boolean>;
}

/**
 * Makes the calls of a plan. Independent steps run concurrently, those of one operation
 * sequentially, because AWS allows few calls of one kind in a second. A step runs only after its
 * needs succeeded. trailmend retries a call that AWS may accept later for two minutes.
 */
export async function apply(steps: readonly Step[], context: ApplyContext): Promise<readonly AppliedStep[]> {
  const started: { readonly operation: Operation; readonly end: Promise<AppliedStep> }[] = [];
  const endsOf = (operation: Operation): readonly Promise<AppliedStep>[] =>
    started.filter((one) => one.operation === operation).map(({ end }) => end);
  for (const step of steps) {
    const { operation, needs } = step;
    const end = applyAfter(needs.map(endsOf), endsOf(operation), step, context);
    started.push({ operation, end });
  }
  return Promise.all(started.map(({ end }) => end));
}

/** @param predecessors the earlier steps of the same operation */
async function applyAfter(
  needs: readonly (readonly Promise<AppliedStep>[])[],
  predecessors: readonly Promise<AppliedStep>[],
  step: Step,
  context: ApplyContext,
): Promise<AppliedStep> {
  const needed = await Promise.all(needs.map((ends) => Promise.all(ends)));
  await Promise.all(predecessors);
  const isMet = needed.every((ends) => ends.length > 0 && ends.every(({ result }) => result === 'done'));
  return isMet ? attempt(step, context) : { step, result: 'not-attempted', attempts: 0 };
}

async function attempt(step: Step, { perform, clock, isStillWanted }: ApplyContext): Promise<AppliedStep> {
  const start = clock.now();
  for (let attempts = 1; ; attempts += 1) {
    const result = await perform(step);
    if (result.ok) {
      const { requestId } = result.value;
      return { step, result: 'done', attempts, ...(requestId !== undefined && { requestId }) };
    }
    const { error } = result;
    const elapsed = clock.now() - start;
    const pause = pauseMs(elapsed, clock.random);
    if (elapsed + pause > retryBudgetMs(classify(step, error))) {
      return { step, result: 'failed', attempts, error };
    }
    await clock.sleep(pause);
    if (!(await isStillWanted(step))) return { step, result: 'outdated', attempts, error };
  }
}

function retryBudgetMs(failure: Failure): number {
  if (failure.kind === 'propagating' || failure.kind === 'busy') return RETRY_BUDGET_MS;
  return failure.kind === 'blocked' ? (failure.retryMs ?? 0) : 0;
}
