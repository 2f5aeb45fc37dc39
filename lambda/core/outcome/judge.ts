import { formatAwsError } from '../model/aws-result.ts';
import type { TrailFacts } from '../model/facts.ts';
import { actionable, type Finding } from '../model/finding.ts';
import { type AppliedStep, DECIDED_LATER, type Judgement, type TrailState } from '../model/outcome.ts';
import type { Assessment, Plan, Refusal } from '../model/plan.ts';
import type { Scope } from '../model/scope.ts';
import { identityOf } from '../model/step.ts';
import { classify } from './aws-errors.ts';
import { judgeHealthy } from './judge-healthy.ts';
import { withWeakenings } from './judge-weakened.ts';
import type { RunTrace } from './run-trace.ts';
import { judgeVerification, withoutDeliveryFindings } from './verification.ts';

/** The result of a run. Only the last assessment counts, whatever the calls returned. */
export function judge(mode: 'fix' | 'dry-run', trace: RunTrace): Judgement {
  return withWeakenings(judgeRun(mode, trace), trace.last);
}

function judgeRun(mode: 'fix' | 'dry-run', trace: RunTrace): Judgement {
  const { plan, applied, last, verification } = trace;
  if (trace.isHeldByOther) return HELD_BY_OTHER;
  if (last.scope.scope !== 'in') return judgeScope(last.scope);
  const findings = actionable(verification ? withoutDeliveryFindings(last.findings) : last.findings);
  if (findings.length === 0) {
    return verification ? judgeVerification(verification, last.facts, last.findings) : judgeHealthy(applied, last);
  }
  if (mode === 'dry-run' && plan.steps.length > 0) {
    const calls = plan.steps.length === 1 ? '1 call' : `${plan.steps.length} calls`;
    return { outcome: 'WOULD_FIX', reason: 'dry-run', detail: `Mode is dry-run: trailmend did not make ${calls}.` };
  }
  const open = plan.refused.filter(({ rule }) => findings.some((finding) => finding.rule === rule));
  const awaited = open.filter(({ reason }) => DECIDED_LATER.has(reason));
  if (findings.every(({ rule }) => awaited.some((refusal) => refusal.rule === rule))) {
    return judgeAwaited(awaited, applied, last);
  }
  const unread = open.find(({ reason }) => reason === 'unread-fact');
  const unrefused = findings.filter(({ rule }) => open.every((refusal) => refusal.rule !== rule));
  return (
    judgeErrors(applied, plan, findings) ??
    (unread && judgeUnread(unread)) ??
    (unrefused.length > 0 ? judgeUnrepaired(unrefused) : judgeRefused(open))
  );
}

/** The state of a trail for the record; absent when the trail is unread. */
export function stateOf({ trail, status }: TrailFacts): TrailState | undefined {
  if (!trail.read) return undefined;
  const { logGroupArn, roleArn } = trail.value;
  return { logGroupArn, roleArn, isLogging: status.read ? status.value.isLogging : 'unread' };
}

const HELD_BY_OTHER: Judgement = {
  outcome: 'SKIPPED',
  reason: 'another-run',
  detail: 'Another run of trailmend is working on the trail. It will observe the trail again before it ends.',
  whoCanAct: 'nobody: the other run repairs the trail',
};

function judgeScope(scope: Exclude<Scope, { scope: 'in' }>): Judgement {
  const { reason, detail, whoCanAct } = scope;
  if (scope.scope === 'out') return { outcome: 'SKIPPED', reason, detail, whoCanAct };
  if (scope.reason === 'unread-fact') return judgeUnread(scope);
  return { outcome: 'BLOCKED', reason, detail, whoCanAct };
}

/** Judges the last failed call of the last plan whose findings remain. */
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
  const failure = classify(failed.step, failed.error);
  const returned = formatAwsError(failed.error);
  if (failure.kind === 'blocked') {
    const { reason, advice, whoCanAct } = failure;
    return { outcome: 'BLOCKED', reason, detail: `${returned} (${advice})`, whoCanAct };
  }
  const tries = failed.attempts > 1 ? ` (after ${failed.attempts} attempts)` : '';
  return { outcome: 'FAILED', reason: 'aws-error', detail: `${returned}${tries}`, stage: 'apply' };
}

function judgeUnread({ detail, whoCanAct }: Pick<Refusal, 'detail' | 'whoCanAct'>): Judgement {
  return { outcome: 'FAILED', reason: 'unread-fact', detail, whoCanAct, stage: 'observe' };
}

function judgeUnrepaired(findings: readonly Finding[]): Judgement {
  const found = findings.map(({ rule, evidence }) => `${rule} (${evidence.saw})`).join(', ');
  return {
    outcome: 'FAILED',
    reason: 'not-seen-repaired',
    detail: `still found after the writes: ${found}`,
    stage: 'read-back',
  };
}

/** Only late deliveries that await a second check, or paused repairs, are open. */
function judgeAwaited(awaited: readonly Refusal[], applied: readonly AppliedStep[], last: Assessment): Judgement {
  const detail = distinct(awaited.map((refusal) => refusal.detail));
  const whoCanAct = distinct(awaited.map((refusal) => refusal.whoCanAct));
  const reason = awaited.every((refusal) => refusal.reason === 'paused') ? 'paused' : 'awaiting-second-look';
  const other = judgeHealthy(applied, last);
  return other.outcome === 'FIXED'
    ? { ...other, detail: `trailmend repaired the other findings. ${detail}` }
    : { outcome: 'SKIPPED', reason, detail, whoCanAct };
}

function judgeRefused(refused: readonly Refusal[]): Judgement {
  // The refusals about delivery come last, and weigh more than one about starting the trail.
  const main = refused.findLast(({ reason }) => !DECIDED_LATER.has(reason));
  if (!main) throw new Error('A finding is neither repaired nor refused: the plan is wrong.');
  const detail = distinct(refused.map((refusal) => refusal.detail));
  const whoCanAct = distinct(refused.map((refusal) => refusal.whoCanAct));
  return { outcome: 'BLOCKED', reason: main.reason, detail, whoCanAct };
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join('; ');
}
