// Every change that a repair makes in an account passes through `apply`.
import type { AwsError } from '../../core/model/aws-result.ts';
import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Operation, Step } from '../../core/model/step.ts';
import { classify } from '../../core/outcome/aws-errors.ts';
import type { Failure } from '../../core/outcome/failure.ts';
import type { Clock, Ports } from '../ports.ts';
import { RETRY_BUDGET_MS, writePauseMs } from '../retry.ts';

/** What `apply` needs to make the calls of one plan. */
export interface ApplyContext {
  readonly perform: (step: Step) => ReturnType<Ports['perform']>;
  /** Waits until the call may begin. See TakeTurn. */
  readonly takeTurn: (step: Step, isWanted: (hasWaited: boolean) => Promise<boolean>) => Promise<boolean>;
  readonly clock: Clock;
  /** Whether to make a call that AWS did not accept before, or that waited for its turn. */
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

async function attempt(step: Step, context: ApplyContext): Promise<AppliedStep> {
  const { perform, takeTurn, clock, isStillWanted } = context;
  let start: number | undefined;
  let error: AwsError | undefined;
  for (let attempts = 1; ; attempts += 1) {
    const isRetry = attempts > 1;
    const isWanted = await takeTurn(step, async (hasWaited) => !(isRetry || hasWaited) || isStillWanted(step));
    if (!isWanted) return { step, result: 'outdated', attempts: attempts - 1, ...(error && { error }) };
    start ??= clock.now();
    const result = await perform(step);
    if (result.ok) {
      const { requestId } = result.value;
      return { step, result: 'done', attempts, ...(requestId !== undefined && { requestId }) };
    }
    error = result.error;
    const elapsed = clock.now() - start;
    const pause = writePauseMs(elapsed, clock.random);
    if (elapsed + pause > retryBudgetMs(classify(step, error))) {
      return { step, result: 'failed', attempts, error };
    }
    await clock.sleep(pause);
  }
}

function retryBudgetMs(failure: Failure): number {
  if (failure.kind === 'propagating' || failure.kind === 'busy') return RETRY_BUDGET_MS;
  return failure.kind === 'blocked' ? (failure.retryMs ?? 0) : 0;
}
