import { formatAwsError } from '../model/aws-result.ts';
import type { TrailFacts } from '../model/facts.ts';
import { actionable, type Finding, findTargetChange } from '../model/finding.ts';
import type { AppliedStep, Judgement, TrailState } from '../model/outcome.ts';
import type { Assessment, Plan, Refusal } from '../model/plan.ts';
import { isSameTarget } from '../model/resources.ts';
import { CONCERNS } from '../model/rule-catalog.ts';
import type { Scope } from '../model/scope.ts';
import { changesTrail, identityOf, targetOf } from '../model/step.ts';
import { parseLogGroupArn } from '../model/trail-id.ts';
import { classify } from './aws-errors.ts';
import type { RunTrace } from './run-trace.ts';
import { judgeVerification, withoutDeliveryFindings } from './verification.ts';

/** The result of a run. Only the last assessment counts, whatever the calls returned. */
export function judge(mode: 'fix' | 'dry-run', trace: RunTrace): Judgement {
  const { plan, applied, last, verification } = trace;
  if (trace.isHeldByOther) return HELD_BY_OTHER;
  if (last.scope.scope !== 'in') return judgeScope(last.scope);
  const findings = actionable(verification ? withoutDeliveryFindings(last.findings) : last.findings);
  if (findings.length === 0) {
    return verification ? judgeVerification(verification, last.facts) : judgeHealthy(applied, last);
  }
  if (mode === 'dry-run' && plan.steps.length > 0) {
    const calls = plan.steps.length === 1 ? '1 call' : `${plan.steps.length} calls`;
    return { outcome: 'WOULD_FIX', reason: 'dry-run', detail: `Mode is dry-run: trailmend did not make ${calls}.` };
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

/** Nothing is wrong, because trailmend repaired the trail or without a repair. */
function judgeHealthy(applied: readonly AppliedStep[], { facts, findings }: Assessment): Judgement {
  const done = applied.filter(({ result }) => result === 'done').map(({ step }) => step);
  if (
    done.some(({ operation }) => changesTrail(operation)) ||
    applied.some((attempt) => isEffectVisible(attempt, facts))
  ) {
    return {
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'trailmend repaired the trail, and verified the repair by reading the trail again.',
    };
  }
  const operations = done.map(({ operation }) => operation).join(', ');
  const prepared = done.length > 0 ? ` Another caller completed the repair. This run made: ${operations}.` : '';
  const moved = findTargetChange(findings) ? ' It delivers to another log group than before.' : '';
  return { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail: `The trail is compliant.${moved}${prepared}` };
}

/**
 * Whether the facts show the effect of a call. It may have one although it returned an error, and
 * none although it succeeded: an account policy overrides a retention.
 */
function isEffectVisible({ step, result }: AppliedStep, { trail, currentGroup }: TrailFacts): boolean {
  if (step.operation === 'PutMetricFilter') {
    const named = trail.read ? parseLogGroupArn(trail.value.logGroupArn)?.name : undefined;
    return result !== 'not-attempted' && step.input.logGroupName === named;
  }
  if (step.operation === 'UpdateTrail') return trail.read && isSameTarget(targetOf(step.input), trail.value);
  // Else it prepares an UpdateTrail.
  const isRepair = step.repairs.every((rule) => CONCERNS[rule] === 'retention');
  if (step.operation !== 'PutRetentionPolicy' || !isRepair || !currentGroup.read) return false;
  const { logGroupName, retentionInDays } = step.input;
  const group = typeof currentGroup.value === 'string' ? undefined : currentGroup.value;
  return group?.name === logGroupName && group.retentionDays === retentionInDays;
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
  const rules = findings.map(({ rule }) => rule).join(', ');
  return {
    outcome: 'FAILED',
    reason: 'not-seen-repaired',
    detail: `still found after the writes: ${rules}`,
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
