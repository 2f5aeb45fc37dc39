import type { TrailFacts } from '../model/facts.ts';
import type { Finding } from '../model/finding.ts';
import { actionable, findTargetChange } from '../model/finding.ts';
import type { AppliedStep, OutcomeRecord, TrailState } from '../model/outcome.ts';
import type { Assessment, Plan, Refusal } from '../model/plan.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import type { Scope } from '../model/scope.ts';
import { identityOf, names, type Step } from '../model/step.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';
import { classify } from './aws-errors.ts';

/** One run for one trail, ready to be judged. */
export interface Run {
  readonly mode: 'fix' | 'dry-run';
  /** The plan that was followed, or in a dry run would have been. */
  readonly plan: Plan;
  readonly applied: readonly AppliedStep[];
  /** What was seen last: after the writes where there were any. */
  readonly last: Assessment;
}

/** The outcome with its reasons: the part of the record that judges. */
export type Judgement = Pick<OutcomeRecord, 'outcome' | 'reason' | 'detail' | 'stage' | 'whoCanAct'>;

/** The one honest result of a run. Only what was seen last counts as repaired, whatever the calls answered. */
export function judge({ mode, plan, applied, last }: Run): Judgement {
  const { scope } = last;
  const findings = actionable(last.findings);
  if (scope.scope !== 'in') return judgeScope(scope);
  if (findings.length === 0) return judgeHealthy(applied, last);
  if (mode === 'dry-run' && plan.steps.length > 0) {
    return {
      outcome: 'WOULD_FIX',
      reason: 'dry-run',
      detail: `Mode is dry-run: ${plan.steps.length} calls were left out.`,
    };
  }
  const open = plan.refused.filter(({ rule }) => findings.some((finding) => finding.rule === rule));
  const unread = open.find(({ reason }) => reason === 'unread-fact');
  const unrefused = findings.filter(({ rule }) => open.every((refusal) => refusal.rule !== rule));
  return (
    judgeErrors(applied, plan, findings) ??
    (unread && judgeUnread(unread)) ??
    (unrefused.length > 0 ? judgeUnrepaired(unrefused) : judgeRefused(open))
  );
}

/** The trail's state for the record; absent when the trail could not be read. */
export function stateOf({ trail, status }: TrailFacts): TrailState | undefined {
  if (!trail.read) return undefined;
  const { logGroupArn, roleArn } = trail.value;
  return { logGroupArn, roleArn, isLogging: status.read ? status.value.isLogging : 'unread' };
}

function judgeScope(scope: Exclude<Scope, { scope: 'in' }>): Judgement {
  const { reason, detail, whoCanAct } = scope;
  if (scope.scope === 'out') return { outcome: 'SKIPPED', reason, detail, whoCanAct };
  if (scope.reason === 'unread-fact') return { outcome: 'FAILED', reason, detail, whoCanAct, stage: 'observe' };
  return { outcome: 'BLOCKED', reason, detail, whoCanAct };
}

/** Nothing is wrong now: because trailmend changed the trail, or without it. */
function judgeHealthy(applied: readonly AppliedStep[], { facts, findings }: Assessment): Judgement {
  const succeeded = applied.filter(({ result }) => result === 'done').map(({ step }) => step);
  if (succeeded.some(isRepair) || applied.some((attempt) => isSeen(attempt, facts))) {
    return { outcome: 'FIXED', reason: 'repaired', detail: 'Every finding was repaired, and read back.' };
  }
  const done = succeeded.map(({ operation }) => operation);
  const prepared = done.length > 0 ? ` Another call completed it meanwhile; this run did: ${done.join(', ')}.` : '';
  const moved = findTargetChange(findings) ? ' It delivers to another log group than before.' : '';
  return {
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: `Nothing is wrong with the trail.${moved}${prepared}`,
  };
}

/** Whether a call repairs something by itself; the others prepare an UpdateTrail. */
function isRepair({ operation, repairs }: Step): boolean {
  if (operation === 'PutRetentionPolicy') return repairs.every((rule) => CONCERNS[rule] === 'retention');
  return operation === 'UpdateTrail' || operation === 'StartLogging';
}

/** Whether the trail or its group is as a call wanted it: a call may do its work although its answer is an error. */
export function isSeen(
  { step, result }: Pick<AppliedStep, 'step' | 'result'>,
  { trail, currentGroup }: Pick<TrailFacts, 'trail' | 'currentGroup'>,
): boolean {
  if (step.operation === 'PutMetricFilter') {
    const named = trail.read ? parseLogGroupArn(trail.value.logGroupArn)?.name : undefined;
    return result !== 'not-attempted' && step.input.logGroupName === named;
  }
  if (step.operation === 'UpdateTrail') return trail.read && names(trail.value, step.input);
  if (step.operation !== 'PutRetentionPolicy' || !isRepair(step) || !currentGroup.read) return false;
  const { logGroupName, retentionInDays } = step.input;
  const group = typeof currentGroup.value === 'string' ? undefined : currentGroup.value;
  return group?.name === logGroupName && group.retentionDays === retentionInDays;
}

/** The last failed call that is still to blame: the last plan holds it, and what it should have repaired is still found. */
function judgeErrors(
  applied: readonly AppliedStep[],
  { steps }: Plan,
  findings: readonly Finding[],
): Judgement | undefined {
  const latest = new Map(applied.map((attempt) => [identityOf(attempt.step), attempt]));
  const failed = [...latest.values()].findLast(
    ({ step, result }) =>
      result === 'failed' &&
      steps.some((planned) => identityOf(planned) === identityOf(step)) &&
      findings.some(({ rule }) => step.repairs.includes(rule)),
  );
  if (!failed?.error) return undefined;
  const { operation, code, message } = failed.error;
  const failure = classify(failed.step, failed.error);
  const said = `${operation} answered ${code}: ${message}`;
  if (failure.kind === 'blocked') {
    const { reason, advice, whoCanAct } = failure;
    return { outcome: 'BLOCKED', reason, detail: `${said} (${advice})`, whoCanAct };
  }
  const tries = failed.attempts > 1 ? ` (after ${failed.attempts} attempts)` : '';
  return { outcome: 'FAILED', reason: 'aws-error', detail: `${said}${tries}`, stage: 'apply' };
}

function judgeUnread({ detail, whoCanAct }: Refusal): Judgement {
  return { outcome: 'FAILED', reason: 'unread-fact', detail, whoCanAct, stage: 'observe' };
}

function judgeUnrepaired(findings: readonly Finding[]): Judgement {
  const seen = findings.map(({ rule, evidence }) => `${rule} (${evidence.source}: ${evidence.saw})`).join('; ');
  return {
    outcome: 'FAILED',
    reason: 'not-seen-repaired',
    detail: `Still found after the writes: ${seen}`,
    stage: 'read-back',
  };
}

function judgeRefused(refused: readonly Refusal[]): Judgement {
  // The refusals about delivery come last, and weigh more than one about starting the trail.
  const main = refused.at(-1);
  if (!main) throw new Error('A finding is neither repaired nor refused: the plan is wrong.');
  const all = (texts: readonly string[]): string => [...new Set(texts)].join('; ');
  const detail = all(refused.map((refusal) => refusal.detail));
  return { outcome: 'BLOCKED', reason: main.reason, detail, whoCanAct: all(refused.map(({ whoCanAct }) => whoCanAct)) };
}
