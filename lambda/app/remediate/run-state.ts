import type { Fact } from '../../core/model/fact.ts';
import type { History } from '../../core/model/facts.ts';
import { knownMemory, type RunIntent, type TrailMemory } from '../../core/model/memory.ts';
import type { AppliedStep } from '../../core/model/outcome.ts';
import type { Assessment, Plan } from '../../core/model/plan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import type { Trigger } from '../../core/model/trigger.ts';
import { needsRepairFacts, planFor } from '../../core/planning/plan.ts';
import { assessTrail } from '../assess-trail.ts';
import { isoTime, type Ports } from '../ports.ts';
import type { LeaseHandle } from './lease-handle.ts';

/** A trail to check, and why. */
export interface Task {
  readonly id: TrailId;
  readonly trigger: Trigger;
  readonly settings: Settings;
  readonly settleSeconds: number;
}

/** What stays the same during a run. */
export interface RunContext {
  readonly task: Task;
  readonly ports: Ports;
  readonly lease: LeaseHandle;
  readonly memory: Fact<TrailMemory>;
  /** What the interrupted run whose lease this run adopted was to repair. */
  readonly interrupted?: RunIntent;
}

/** The state of a run. A phase takes a state and returns the next one. */
export interface RunState {
  readonly history: History;
  readonly first: Assessment;
  readonly last: Assessment;
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
}

/** Reads the facts of the trail and assesses them. */
export async function observe({ id, settings }: Task, ports: Ports, history: History): Promise<Assessment> {
  return assessTrail(await ports.observe(id, isoTime(ports.clock), history), settings, history);
}

/** Plans a repair. Reads what only a repair needs, if one is due. */
export async function makePlan(assessment: Assessment, { task, ports, memory }: RunContext): Promise<Plan> {
  const { trigger, settings } = task;
  const known = knownMemory(memory);
  const repairFacts = needsRepairFacts(assessment)
    ? await ports.observeForRepair(assessment.facts, known.acceptedTarget?.logGroupArn)
    : undefined;
  return planFor(assessment, { trigger, settings, memory: known, ...(repairFacts && { repairFacts }) });
}

/** The other runs of the same incident may have sent a notification while this one waited. */
export async function withFreshMemory(context: RunContext): Promise<RunContext> {
  if (!context.memory.read) return context;
  const memory = await context.ports.ledger.load(context.task.id.arn);
  return memory.read ? { ...context, memory } : context;
}
