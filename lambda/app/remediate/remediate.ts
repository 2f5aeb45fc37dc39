import { memoryChanges, verificationChanges } from '../../core/memory/learn.ts';
import { type AwsResult, formatAwsError } from '../../core/model/aws-result.ts';
import { NO_MEMORY } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { RunFailed } from '../errors.ts';
import { tell } from '../notify.ts';
import type { Telling, World } from '../ports.ts';
import { type LeaseHandle, leaseHandle } from './lease-handle.ts';
import { type RunResult, remediate, type Task } from './run.ts';

/** How long a trail that others keep changing is looked at again, where nothing else has to be done in the function's time. */
const MOST_MS = 10 * 60 * 1000;

/**
 * Runs on one trail until nobody wants it any more: repairs, logs, tells, and writes down what was learned and told. Each look again
 * is a run with a record of its own.
 * @param hold on the trail, where there is one already
 * @returns the records of the runs, in order
 * @throws what refused a message, or RunFailed when the trail could not be given back
 */
export async function remediateTrail(
  task: Task,
  here: World & Telling,
  hold: LeaseHandle = leaseHandle(here.ledger, task.id.arn, task.trigger, here.clock),
): Promise<readonly OutcomeRecord[]> {
  const start = here.clock.now();
  const records: OutcomeRecord[] = [];
  for (;;) {
    const { record, isOver } = await finishRun(await remediate(task, here, hold), hold, here);
    records.push(record);
    if (isOver) return records;
    if (here.clock.now() - start > (task.mostMs ?? MOST_MS))
      throw new RunFailed(`Others keep changing the trail ${record.trailArn}`);
  }
}

/**
 * Logs and tells how a run ended, writes it down and gives the trail back.
 * @returns `isOver` false: somebody wanted the trail meanwhile
 * @throws what refused a message, or RunFailed when the trail could not be given back
 */
export async function finishRun(
  { record, last, memory }: RunResult,
  hold: LeaseHandle,
  here: World & Telling,
): Promise<{ readonly record: OutcomeRecord; readonly isOver: boolean }> {
  here.log[record.outcome === 'FAILED' ? 'error' : 'info']('trail outcome', { record });
  const told = await tell(record, last.id, memory, here);
  // What was not read is not written, since it would be taken for what the trail has always been: but for what the run itself did.
  const learned = memory.read
    ? memoryChanges(record, last, memory.value)
    : verificationChanges(record, last, NO_MEMORY);
  const end = await hold.end({ ...learned, ...told.changes });
  const failure = failureOf(end);
  if (failure !== undefined) here.log.error('ledger not written', { error: failure, trailArn: record.trailArn });
  if (told.refused !== undefined) throw told.refused;
  if (failure !== undefined && hold.isHeld()) throw new RunFailed(`The trail could not be given back: ${failure}`);
  return {
    record: failure === undefined ? record : { ...record, ledgerError: failure },
    isOver: !end.ok || end.value === 'ended',
  };
}

function failureOf(answer: AwsResult<unknown>): string | undefined {
  return answer.ok ? undefined : formatAwsError(answer.error);
}
