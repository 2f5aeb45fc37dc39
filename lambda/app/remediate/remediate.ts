import { isNewTrail } from '../../core/memory/known-trails.ts';
import { changesWithoutMemory, memoryChanges } from '../../core/memory/learn.ts';
import { withDiscarded } from '../../core/memory/trusted.ts';
import { formatAwsError } from '../../core/model/aws-result.ts';
import type { MemoryChanges, TrailMemory } from '../../core/model/memory.ts';
import type { OutcomeRecord } from '../../core/model/outcome.ts';
import { RunFailed } from '../errors.ts';
import { saveKnownTrails } from '../known-trails.ts';
import { logOutcome } from '../log-lines.ts';
import { publishPending, saveNotification } from '../notify.ts';
import type { Ports } from '../ports.ts';
import { type LeaseHandle, leaseHandle } from './lease-handle.ts';
import { type RunResult, runOnce } from './run.ts';
import type { Task } from './run-state.ts';

/** How long trailmend rechecks a trail that others keep changing. */
const LONGEST_MS = 10 * 60 * 1000;

/**
 * Repairs one trail, logs, saves and notifies; again for each recheck that another run requests.
 * @param lease of the trail, if this invocation has it already
 * @returns the records of the runs, in order
 * @throws RunFailed when trailmend could not publish a notification or release the lease
 */
export async function remediateTrail(
  task: Task,
  ports: Ports,
  lease: LeaseHandle = leaseHandle(ports.ledger, task.id.arn, task.trigger, ports.clock),
  longestMs: number = LONGEST_MS,
): Promise<readonly OutcomeRecord[]> {
  const start = ports.clock.now();
  const records: OutcomeRecord[] = [];
  for (;;) {
    const result = await runOnce(task, ports, lease);
    const { record, isOver } = await finishRun(result, lease, ports);
    await rememberTrail(result, task, ports);
    records.push(record);
    if (isOver) return records;
    if (ports.clock.now() - start > longestMs) throw new RunFailed(`Others keep changing the trail ${task.id.arn}`);
  }
}

/** A trail that no sweep has seen yet can be missed only if its first run saves that it exists. */
async function rememberTrail({ record, last, memory }: RunResult, task: Task, ports: Ports): Promise<void> {
  const isNew = memory.read && isNewTrail(last, task.trigger, memory.value, task.settings.account);
  if (isNew) await saveKnownTrails({ [last.id.arn]: record.time }, ports);
}

/**
 * Logs the record, saves the memory and the notification, releases the lease, and publishes.
 * @returns `isOver` is false when another run requested a recheck
 * @throws RunFailed when trailmend could not publish a notification or release the lease
 */
export async function finishRun(
  { record, last, memory, began }: RunResult,
  lease: LeaseHandle,
  ports: Ports,
): Promise<{ readonly record: OutcomeRecord; readonly isOver: boolean }> {
  const { log } = ports;
  logOutcome(record, log);
  const release = (notifying: MemoryChanges, known: TrailMemory) => {
    const learned = memory.read ? memoryChanges(record, last, known) : changesWithoutMemory(record, last);
    const changes = { ...learned, ...notifying };
    // A sweep reports what it discards. Other runs leave it to be found.
    return lease.release(record.trigger.kind === 'sweep' ? withDiscarded(known, changes) : changes);
  };
  const { notification, saved: released } = await saveNotification(record, { memory, began }, release, ports);
  const ledgerError = released.ok ? undefined : formatAwsError(released.error);
  if (ledgerError !== undefined) log.error('ledger not saved', { error: ledgerError, trailArn: last.id.arn });
  await publishPending({ key: last.id.arn, isSaved: released.ok }, notification, ports);
  if (ledgerError !== undefined && lease.isHeld()) {
    throw new RunFailed(`Could not release the lease of ${last.id.arn}: ${ledgerError}`);
  }
  return {
    record: ledgerError === undefined ? record : { ...record, ledgerError },
    isOver: !released.ok || released.value === 'released',
  };
}
