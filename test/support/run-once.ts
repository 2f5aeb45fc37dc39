import type { World } from '../../lambda/app/ports.ts';
import { leaseHandle } from '../../lambda/app/remediate/lease-handle.ts';
import { remediate, type Task } from '../../lambda/app/remediate/run.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';

/** The record of one run, which gives back nothing and tells nobody. */
export async function runOnce(task: Task, world: World): Promise<OutcomeRecord> {
  const hold = leaseHandle(world.ledger, task.id.arn, task.trigger, world.clock);
  return (await remediate(task, world, hold)).record;
}
