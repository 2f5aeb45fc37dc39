import { recreateCommands, restoreCommands, unknownSettings } from '../commands/restore.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { RunIntent } from '../model/memory.ts';
import { NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import type { AppliedStep, OutcomeRecord } from '../model/outcome.ts';
import type { Assessment, Plan } from '../model/plan.ts';
import type { Step } from '../model/step.ts';
import type { TrailId } from '../model/trail-id.ts';
import type { CallTrigger, Trigger } from '../model/trigger.ts';
import { isSeen, judge, stateOf } from './judge.ts';

/** What identifies a record. */
export interface RecordHeader {
  readonly id: string;
  /** When the run ended. */
  readonly time: string;
  readonly mode: 'fix' | 'dry-run';
}

/** What a run saw, decided and did. */
export interface RunTrace {
  readonly first: Assessment;
  readonly last: Assessment;
  /** The plan that was made from what was seen last before writing. */
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
}

/** The record of a run that judged a trail. */
export function recordOf(
  stamp: RecordHeader,
  trigger: Trigger,
  { first, last, plan, applied }: RunTrace,
): OutcomeRecord {
  const before = stateOf(first.facts);
  const after = applied.length > 0 ? stateOf(last.facts) : undefined;
  return {
    version: 1,
    ...stamp,
    trailArn: first.facts.id.arn,
    trigger,
    ...judge({ mode: stamp.mode, plan, applied, last }),
    findings: first.findings,
    remaining: last.findings,
    plan: { steps: decidedSteps(plan, applied), refused: plan.refused },
    applied,
    ...(before && { before }),
    ...(after && { after }),
  };
}

/** The record with the commands that bring back what was taken from the trail since it was last whole. */
export function withRestoring(
  record: OutcomeRecord,
  { id, trail }: TrailFacts,
  { former }: TrailMemory,
): OutcomeRecord {
  const restore = former && trail.read ? restoreCommands(id, former.trail, trail.value) : [];
  return restore.length > 0 ? { ...record, restore } : record;
}

/** The record of a run that found another at work on the trail: that one looks again before it ends. */
export function leftToOther(record: OutcomeRecord): OutcomeRecord {
  const { stage: _, ...judged } = record;
  return {
    ...judged,
    outcome: 'SKIPPED',
    reason: 'another-run',
    detail: 'Another run of trailmend is at work on the trail. It was told to look again before it ends.',
    whoCanAct: 'nobody: the other run repairs the trail',
  };
}

/**
 * The record of a run that finds the trail whole because an earlier try of it ended between its repair and its message: what that one
 * set out to do is told now.
 */
export function completed(record: OutcomeRecord, begun: RunIntent | undefined, facts: TrailFacts): OutcomeRecord {
  const { trail, status } = facts;
  if (record.outcome !== 'COMPLIANT' || begun === undefined || !trail.read) return record;
  const isLogging = status.read && status.value.isLogging;
  const done = begun.steps.filter((step) =>
    step.operation === 'StartLogging'
      ? isLogging
      : isSeen({ step, result: 'done' }, facts) && (step.operation !== 'PutMetricFilter' || areFiltersSeen(facts)),
  );
  if (done.length === 0) return record;
  const { trigger, findings, steps, before } = begun;
  return {
    ...record,
    trigger,
    findings,
    outcome: 'FIXED',
    reason: 'repaired',
    detail:
      'Every finding was repaired by an earlier try of this run, which ended before it could tell; read back now.',
    plan: { steps, refused: [] },
    applied: done.map((step) => ({ step, result: 'done', attempts: 0 })),
    ...(before && { before }),
    after: { logGroupArn: trail.value.logGroupArn, roleArn: trail.value.roleArn, isLogging },
  };
}

/** Nothing is wrong with filters that were looked at. */
function areFiltersSeen({ metricFilters }: TrailFacts): boolean {
  return metricFilters.read && metricFilters.value !== 'not-asked';
}

/** The record of something that is told and not judged: a deleted trail or an attempt that AWS denied. */
export function toldRecord(
  stamp: RecordHeader,
  id: TrailId,
  trigger: CallTrigger,
  { former }: TrailMemory = NO_MEMORY,
): OutcomeRecord {
  const deleted = trigger.tampering === 'deleted';
  return {
    version: 1,
    ...stamp,
    trailArn: id.arn,
    trigger,
    outcome: 'SKIPPED',
    reason: deleted ? 'trail-deleted' : 'attempt-denied',
    detail: deleted ? deletion(former) : 'AWS denied the call: the trail is as it was.',
    whoCanAct: deleted ? 'the owner of the trail, by making it again' : 'whoever answers for the caller',
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...(deleted && former && { restore: recreateCommands(id, former) }),
  };
}

function deletion(former: TrailMemory['former']): string {
  const lost = 'The trail was deleted: nobody records what it recorded, unless another trail does.';
  const unknown = former ? unknownSettings(former) : [];
  return unknown.length > 0 ? `${lost} trailmend does not know ${unknown.join(' and ')}.` : lost;
}

/** Every step of the run once, in order: those that were tried, and those of the last plan that were not. */
function decidedSteps(plan: Plan, applied: readonly AppliedStep[]): readonly Step[] {
  const steps = [...applied.map(({ step }) => step), ...plan.steps];
  const distinct = new Map(steps.map((step) => [JSON.stringify([step.operation, step.input]), step]));
  return [...distinct.values()];
}
