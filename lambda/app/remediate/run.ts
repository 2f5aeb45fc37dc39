import { groupsSentTo, knownGroups } from '../../core/memory/known-groups.ts';
import { findAbandonedLease } from '../../core/memory/lease.ts';
import { changeBy, changeMade, changeRemembered, latest } from '../../core/memory/target-history.ts';
import { formatAwsError } from '../../core/model/aws-result.ts';
import type { Fact, TrailFacts } from '../../core/model/facts.ts';
import { NO_MEMORY, type RunIntent, type TrailMemory } from '../../core/model/memory.ts';
import type { AppliedStep, OutcomeRecord } from '../../core/model/outcome.ts';
import type { Assessment } from '../../core/model/plan.ts';
import type { Settings } from '../../core/model/settings.ts';
import type { Operation, Step } from '../../core/model/step.ts';
import type { TrailId } from '../../core/model/trail-id.ts';
import { isStartedBy, type Trigger } from '../../core/model/trigger.ts';
import { classify } from '../../core/outcome/aws-errors.ts';
import { stateOf } from '../../core/outcome/judge.ts';
import { completed, leftToOther, recordOf, withRestoring } from '../../core/outcome/trail-record.ts';
import { planFor } from '../../core/planning/plan.ts';
import { assess } from '../../core/rules/assess.ts';
import { scopeOf } from '../../core/scope/scope.ts';
import type { Clock, World } from '../ports.ts';
import { pauseMs } from '../retry.ts';
import { apply } from './apply.ts';
import type { LeaseHandle } from './lease-handle.ts';
import { settleDelayMs, untilOldMs } from './settling.ts';
import { awaitEventVisible, verifyRepair } from './waits.ts';

/** One trail to be looked at, and why. */
export interface Task {
  readonly id: TrailId;
  readonly trigger: Trigger;
  readonly settings: Settings;
  readonly settleSeconds: number;
  /** For how long the trail may be looked at again while others keep changing it, in milliseconds; absent: ten minutes. */
  readonly mostMs?: number;
}

/**
 * The writes that wait for nothing, since it does no harm if two runs do them. What repairs by itself and can wait is not among them: a crash
 * before the lease is taken would leave it done and untold.
 */
const BEFORE_LEASE: ReadonlySet<Operation> = new Set(['StartLogging', 'CreateLogGroup', 'CreateRole', 'PutRolePolicy']);
/** How often a plan is made anew because the account was not as it had been read. */
const MOST_ROUNDS = 4;

/** How a run ended, with what it knew. */
export interface RunResult {
  readonly record: OutcomeRecord;
  /** What was seen last. */
  readonly last: TrailFacts;
  readonly memory: Fact<TrailMemory>;
}

/**
 * The one use case: observe, assess, plan, apply, observe again. Ends in exactly one outcome. The lease of the trail is taken beside
 * the first writes, which start the trail and make a group and a role, harmless if two runs do them; nothing follows them while another
 * run has it.
 */
export async function remediate(task: Task, world: World, hold: LeaseHandle): Promise<RunResult> {
  const { trigger, settings } = task;
  let change = changeBy(trigger);
  const assessed = (facts: TrailFacts): Assessment => ({
    facts,
    findings: assess(facts, settings),
    scope: scopeOf(facts, settings),
  });
  // The first look goes out beside it, and waits for it only where the trail needs another group.
  const recalling = world.ledger.load(task.id.arn);
  const formerArn = recalling.then(formerGroupArn);
  let ours: readonly string[] = [];
  const look = async () => {
    const facts = await world.observe(task.id, isoTime(world.clock), change, formerArn);
    return assessed({ ...facts, ...(ours.length > 0 && { knownGroups: ours }) });
  };
  // The owner may have changed the trail while AWS kept a call waiting.
  const stillWanted = async (step: Step): Promise<boolean> =>
    !touchesTrail(step.operation) || isAsPlanned(step, last, await look());
  const mayBegin = async (step: Step): Promise<boolean> =>
    (step.needs.length === 0 && BEFORE_LEASE.has(step.operation)) || !(await hold.isElsewhere());
  const write = async (steps: readonly Step[]): Promise<readonly AppliedStep[]> => {
    if (settings.mode === 'dry-run') return [];
    if (memory.read) hold.take(begunWith(trigger, first, plan.steps));
    const results = await apply(steps, world.performer(task.id.region), world.clock, stillWanted, mayBegin);
    if (ours.length > 0) ours = [...ours, ...groupsSentTo(steps)];
    // Ours comes after the one that started the run, whatever the clocks say.
    change = changeMade(results, isoTime(world.clock)) ?? change;
    return results;
  };

  const [memory, seen] = await Promise.all([recalling, awaitEventVisible(trigger, look, world.clock)]);
  const known = memory.read ? memory.value : NO_MEMORY;
  change = latest(changeRemembered(known), change);
  ours = knownGroups(known);
  const first = assessed({ ...seen.facts, ...(change && { change }), ...(ours.length > 0 && { knownGroups: ours }) });
  const left = hold.isHeld() ? undefined : findAbandonedLease(known, trigger, first.facts.now);
  if (left) hold.takeOver(left);
  let last = first;
  let plan = planFor(last, trigger, settings, known);
  const applied: AppliedStep[] = [];

  const settling = settleDelayMs(trigger, task.settleSeconds, world.clock);
  if (settling > 0 && plan.steps.length + plan.refused.length > 0 && last.scope.scope === 'in') {
    // The creator is often still at work: make ready what disturbs nobody, and decide about the trail afterwards.
    if (isStartedBy(trigger, 'CreateTrail')) {
      applied.push(...(await write(plan.steps.filter(({ operation }) => !touchesTrail(operation)))));
    }
    await world.clock.sleep(Math.max(0, settleDelayMs(trigger, task.settleSeconds, world.clock)));
    last = await look();
    plan = planFor(last, trigger, settings, known);
  }
  const repair = async (): Promise<void> => {
    for (let round = 1; settings.mode === 'fix' && plan.steps.length > 0; round += 1) {
      const results = await write(plan.steps);
      applied.push(...results);
      if (await hold.isElsewhere()) break;
      const again = round < MOST_ROUNDS && results.some(isOutdated);
      if (again) await world.clock.sleep(pauseMs(0, world.clock.random));
      last = await verifyRepair(results, plan, look, world.clock);
      if (!again) break;
      plan = planFor(last, trigger, settings, known);
    }
  };
  await repair();
  const untilOld = untilOldMs(trigger, plan, world.clock);
  if (untilOld > 0 && !(await hold.isElsewhere())) {
    // Its maker may start it yet: what becomes of that is decided, and told, when it can be known.
    await world.clock.sleep(untilOld);
    last = await look();
    plan = planFor(last, trigger, settings, known);
    await repair();
  }
  const stamp = { id: world.newId(), time: isoTime(world.clock), mode: settings.mode };
  const judged = recordOf(stamp, trigger, { first, last, plan, applied });
  const record = (await hold.isElsewhere()) ? leftToOther(judged) : completed(judged, left?.begun, last.facts);
  const error = hold.error();
  const ledgerError = memory.read ? error && formatAwsError(error) : memory.why;
  const told = withRestoring(record, last.facts, known);
  return { record: { ...told, ...(ledgerError && { ledgerError }) }, last: last.facts, memory };
}

function formerGroupArn(memory: Fact<TrailMemory>): string | undefined {
  return memory.read ? memory.value.acceptedTarget?.logGroupArn : undefined;
}

function begunWith(trigger: Trigger, { facts, findings }: Assessment, steps: readonly Step[]): RunIntent {
  const before = stateOf(facts);
  return { trigger, findings, steps, ...(before && { before }) };
}

/** Whether what a call is to change is still as it was when the call was planned, and still ours to change. */
function isAsPlanned({ operation }: Step, planned: Assessment, { facts, scope }: Assessment): boolean {
  const [before, now] = [stateOf(planned.facts), stateOf(facts)];
  if (scope.scope !== 'in' || !before || !now) return false;
  if (operation === 'StartLogging') return before.isLogging === now.isLogging;
  return before.logGroupArn === now.logGroupArn && before.roleArn === now.roleArn;
}

function touchesTrail(operation: Step['operation']): boolean {
  return operation === 'UpdateTrail' || operation === 'StartLogging';
}

function isOutdated({ step, result, error }: AppliedStep): boolean {
  return result === 'outdated' || (error !== undefined && classify(step, error).kind === 'outdated');
}

function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
