import { findAbandonedLease } from '../../core/memory/lease.ts';
import { changesFromCall } from '../../core/memory/logging.ts';
import { afterRepair, changeBy, historyOf } from '../../core/memory/target-history.ts';
import { formatAwsError } from '../../core/model/aws-result.ts';
import { NO_HISTORY, type TrailFacts } from '../../core/model/facts.ts';
import { knownMemory } from '../../core/model/memory.ts';
import type { AppliedStep, OutcomeRecord } from '../../core/model/outcome.ts';
import { changesTrail, type Step } from '../../core/model/step.ts';
import { isStartedBy } from '../../core/model/trigger.ts';
import { classify } from '../../core/outcome/aws-errors.ts';
import { whyUnconfirmed } from '../../core/outcome/claims.ts';
import { trailRecord } from '../../core/outcome/trail-record.ts';
import { assessTrail } from '../assess-trail.ts';
import type { Known } from '../notify.ts';
import { isoTime, newHeader, type Ports } from '../ports.ts';
import { writePauseMs } from '../retry.ts';
import { apply } from './apply.ts';
import type { LeaseHandle } from './lease-handle.ts';
import { makePlan, observe, type RunContext, type RunState, type Task, withFreshMemory } from './run-state.ts';
import { isStillWanted } from './still-wanted.ts';
import { awaitEventVisible, settleDelayMs, verifyRepair } from './waits.ts';

export interface RunResult extends Known {
  readonly record: OutcomeRecord;
  /** The last facts of the run. */
  readonly last: TrailFacts;
}

/** A run plans again if the account differs from what it read. */
const MOST_ROUNDS = 4;

/** Observes, assesses, plans, applies and observes again. Ends in exactly one outcome. */
export async function runOnce(task: Task, ports: Ports, lease: LeaseHandle): Promise<RunResult> {
  const began = isoTime(ports.clock);
  const { context, state: opened } = await openRun(task, ports, lease);
  const settled = await settleNewTrail(opened, context);
  const repaired = await repair(settled, context);
  // Another run may have repaired what the event reports while this one waited to see it.
  const isDoubtful = whyUnconfirmed(task.trigger, repaired.first.facts) !== undefined;
  const isOutdatedMemory = settled !== opened || lease.isHeldByOther() || isDoubtful;
  const result = resultOf(repaired, isOutdatedMemory ? await withFreshMemory(context) : context);
  return { ...result, began };
}

/** Reads the ledger and the facts, adopts an abandoned lease, and plans. */
async function openRun(task: Task, ports: Ports, lease: LeaseHandle) {
  const { id, trigger, settings } = task;
  const change = changeBy(trigger);
  const firstHistory = { ...NO_HISTORY, ...(change && { change }) };
  const [memory, seen] = await Promise.all([
    ports.ledger.load(id.arn),
    awaitEventVisible(trigger, () => observe(task, ports, firstHistory), ports.clock),
  ]);
  const known = knownMemory(memory);
  const history = historyOf(memory, trigger, id, settings);
  const first = assessTrail(seen.facts, settings, history);
  const abandoned = lease.isHeld() ? undefined : findAbandonedLease(known, trigger, first.facts.now);
  if (abandoned) lease.adopt(abandoned);
  const context: RunContext = { task, ports, lease, memory, ...(abandoned && { interrupted: abandoned.intent }) };
  const plan = await makePlan(first, context);
  const state: RunState = { history, first, last: first, plan, applied: [] };
  return { context, state };
}

/**
 * Waits until the creator of a new trail has finished, and plans again. After CreateTrail,
 * trailmend creates the log group and the role without waiting, because they affect nobody.
 */
async function settleNewTrail(state: RunState, context: RunContext): Promise<RunState> {
  const { task, ports, lease } = context;
  const { plan, last } = state;
  const delayMs = () => settleDelayMs(task.trigger, task.settleSeconds, ports.clock);
  const isInOrder = plan.steps.length + plan.refused.length === 0;
  if (delayMs() === 0 || isInOrder || last.scope.scope !== 'in') return state;
  const preparations = plan.steps.filter(({ operation }) => !changesTrail(operation));
  const prepared = isStartedBy(task.trigger, 'CreateTrail') ? await write(preparations, state, context) : state;
  if (lease.isHeldByOther()) return prepared;
  await ports.clock.sleep(delayMs());
  const seen = await observe(task, ports, prepared.history);
  return { ...prepared, last: seen, plan: await makePlan(seen, context) };
}

/** Applies the plan and verifies the repair. Plans again if the account has changed. */
async function repair(state: RunState, context: RunContext, round = 1): Promise<RunState> {
  const { task, ports, lease } = context;
  if (task.settings.mode === 'dry-run' || state.plan.steps.length === 0) return state;
  const written = await write(state.plan.steps, state, context);
  if (lease.isHeldByOther()) return written;
  const results = written.applied.slice(state.applied.length);
  const isPlannedAgain = round < MOST_ROUNDS && results.some(isOutdated);
  if (isPlannedAgain) await ports.clock.sleep(writePauseMs(0, ports.clock.random));
  const look = () => observe(task, ports, written.history);
  const last = await verifyRepair(results, state.plan, look, ports.clock);
  if (!isPlannedAgain) return { ...written, last };
  return repair({ ...written, last, plan: await makePlan(last, context) }, context, round + 1);
}

/** Makes the calls, unless it is a dry run or another run holds the lease. */
async function write(steps: readonly Step[], state: RunState, context: RunContext): Promise<RunState> {
  const { task, ports, lease, memory } = context;
  if (task.settings.mode === 'dry-run' || steps.length === 0) return state;
  const { findings, facts } = state.first;
  const forHolder = changesFromCall(task.trigger, facts);
  if (memory.read) await lease.acquire({ trigger: task.trigger, findings }, forHolder);
  if (lease.isHeldByOther()) return state;
  const results = await apply(steps, {
    perform: (step) => ports.perform(step, task.id.region),
    takeTurn: ({ operation }, isWanted) => ports.takeTurn(operation, task.id.region, isWanted),
    clock: ports.clock,
    isStillWanted: (step) => isStillWanted(step, state, context),
  });
  return {
    ...state,
    applied: [...state.applied, ...results],
    history: afterRepair(state.history, results, isoTime(ports.clock)),
  };
}

function resultOf(state: RunState, { task, ports, lease, memory, interrupted }: RunContext) {
  const { trigger, settings } = task;
  const header = newHeader(trigger, settings, ports);
  const leaseError = lease.error();
  const ledgerError = memory.read ? leaseError && formatAwsError(leaseError) : memory.why;
  const record = trailRecord(header, {
    ...state,
    ...(memory.read && { memory: memory.value }),
    ...(interrupted && { interrupted }),
    ...(ledgerError !== undefined && { ledgerError }),
    isHeldByOther: lease.isHeldByOther(),
  });
  return { record, last: state.last.facts, memory };
}

/** Whether the account differs from what the run read. */
function isOutdated({ step, result, error }: AppliedStep): boolean {
  return result === 'outdated' || (error !== undefined && classify(step, error).kind === 'outdated');
}
