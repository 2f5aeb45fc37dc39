import type { Ports } from '../../lambda/app/ports.ts';
import { leaseHandle } from '../../lambda/app/remediate/lease-handle.ts';
import { runOnce as run } from '../../lambda/app/remediate/run.ts';
import type { Task } from '../../lambda/app/remediate/run-state.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';

/** The record of one run, which releases no lease and notifies nobody. */
export async function runOnce(task: Task, ports: Ports): Promise<OutcomeRecord> {
  const lease = leaseHandle(ports.ledger, task.id.arn, task.trigger, ports.clock);
  return (await run(task, ports, lease)).record;
}
