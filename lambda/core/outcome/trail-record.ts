import { recreateCommands, restoreCommands, selectorCommands, unknownSettings } from '../commands/restore.ts';
import { acceptValue } from '../integration/acceptance.ts';
import { exclusionChange } from '../memory/exclusion.ts';
import { recurrenceOf } from '../memory/repairs.ts';
import { isRead } from '../model/fact.ts';
import { type AccountFinding, actionable, weakenings, withoutEvidence } from '../model/finding.ts';
import { NO_MEMORY, type RunIntent, type TrailMemory } from '../model/memory.ts';
import type { AppliedStep, Judgement, OutcomeRecord, RecordHeader } from '../model/outcome.ts';
import { EMPTY_PLAN, type Plan } from '../model/plan.ts';
import { ACCEPT_TAG } from '../model/posture.ts';
import { identityOf, type Step } from '../model/step.ts';
import { type Subject, type TrailSubject, trailSubject } from '../model/subject.ts';
import { TRAIL_OWNER } from '../model/who-can-act.ts';
import { whyUnconfirmed } from './claims.ts';
import { judge, stateOf } from './judge.ts';
import type { RunTrace } from './run-trace.ts';

export function trailRecord(header: RecordHeader, trace: RunTrace): OutcomeRecord {
  const { first, last, plan, applied, ledgerError } = trace;
  const judgement = judge(header.mode, trace);
  const interrupted = interruptedRepair(judgement, trace);
  const before = stateOf(first.facts);
  const after = applied.length > 0 ? stateOf(last.facts) : undefined;
  const restore = commandsToRestore(trace);
  const accept = acceptance(trace);
  const exclusion =
    trace.memory && !trace.isHeldByOther ? exclusionChange(header.trigger, last, trace.memory) : undefined;
  const unconfirmed =
    trace.isHeldByOther || interrupted ? undefined : whyUnconfirmed(header.trigger, first.facts, trace.memory);
  const record: OutcomeRecord = {
    version: 2,
    ...header,
    subject: trailSubject(first.facts.id),
    trailArn: first.facts.id.arn,
    findings: first.findings,
    ...(interrupted ? { ...interrupted, findings: withoutEvidence(interrupted.findings) } : {}),
    ...(interrupted ? REPAIRED_BY_INTERRUPTED_RUN : judgement),
    ...(unconfirmed !== undefined && { unconfirmed }),
    remaining: last.findings,
    plan: { steps: distinctSteps(plan, applied), refused: plan.refused },
    applied,
    ...(before && { before }),
    ...(after && { after }),
    ...(restore.length > 0 && { restore }),
    ...(accept && { accept }),
    ...(exclusion && { exclusion }),
    ...(ledgerError !== undefined && { ledgerError }),
  };
  const recurrence = recurrenceOf(record, trace.memory ?? NO_MEMORY);
  return recurrence ? { ...record, recurrence } : record;
}

/** The record of a deleted trail: of its event, or of a sweep that misses the trail. */
export function deletionRecord(
  header: RecordHeader,
  subject: TrailSubject,
  { posture }: TrailMemory = NO_MEMORY,
): OutcomeRecord {
  const record = recordWithoutRun(header, subject, {
    outcome: 'SKIPPED',
    reason: 'trail-deleted',
    detail: describeDeletion(posture),
    whoCanAct: `${TRAIL_OWNER} (create it again)`,
  });
  return { ...record, ...(posture && { restore: recreateCommands(subject, posture) }) };
}

/** A record of what trailmend judged without a run, so that it changed nothing. */
export function recordWithoutRun(
  header: RecordHeader,
  subject: Subject,
  judgement: Judgement,
  findings: readonly AccountFinding[] = [],
): OutcomeRecord {
  return {
    version: 2,
    ...header,
    subject,
    ...(subject.kind === 'trail' && { trailArn: subject.arn }),
    ...judgement,
    findings,
    remaining: findings,
    plan: EMPTY_PLAN,
    applied: [],
  };
}

const REPAIRED_BY_INTERRUPTED_RUN: Judgement = {
  outcome: 'FIXED',
  reason: 'repaired',
  detail:
    "The trail is compliant. The ledger says that an earlier run was interrupted before it could report its repair; the calls that it made are in the function's log and in CloudTrail.",
};

/** The intent of an interrupted run, if the trail is compliant since. */
function interruptedRepair({ outcome }: Judgement, { interrupted }: RunTrace): RunIntent | undefined {
  const isRepair = interrupted !== undefined && actionable(interrupted.findings).length > 0;
  return isRepair && outcome === 'COMPLIANT' ? interrupted : undefined;
}

/** How the owner can accept the weakenings. */
function acceptance({ last: { facts, findings }, memory }: RunTrace): OutcomeRecord['accept'] {
  const value = acceptValue(findings, memory?.posture);
  const found = isRead(facts.tags) ? facts.tags.value[ACCEPT_TAG] : undefined;
  return value === undefined ? undefined : { value, ...(found !== undefined && { found }) };
}

function commandsToRestore({ last: { facts, findings }, memory }: RunTrace): readonly string[] {
  const posture = memory?.posture;
  if (!posture || !facts.trail.read) return [];
  const rules = weakenings(findings).map(({ rule }) => rule);
  const isMoved = rules.includes('target-changed') || rules.includes('role-changed');
  return [
    ...restoreCommands(facts.id, posture.trail, facts.trail.value, isMoved),
    ...(rules.includes('recording-narrowed') ? selectorCommands(facts.id, posture) : []),
  ];
}

function describeDeletion(posture: TrailMemory['posture']): string {
  const lost = 'The trail was deleted. Its events are no longer recorded, unless another trail records them.';
  if (!posture) return lost;
  const unknown = unknownSettings(posture);
  const named = unknown.length > 0 ? ` trailmend does not know ${unknown.join(' and ')}.` : '';
  return `${lost}${named} Its event aggregation (GetEventConfiguration) is unknown: trailmend does not read it.`;
}

/** The distinct steps of the run in order: those of `applied`, and the rest of the last plan. */
function distinctSteps(plan: Plan, applied: readonly AppliedStep[]): readonly Step[] {
  const steps = [...applied.map(({ step }) => step), ...plan.steps];
  const distinct = new Map(steps.map((step) => [`${identityOf(step)} ${JSON.stringify(step.input)}`, step]));
  return [...distinct.values()];
}
