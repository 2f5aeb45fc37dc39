import { actionable } from '../../lambda/core/model/finding.ts';
import type { AppliedStep, OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { callOf, type Trigger } from '../../lambda/core/model/trigger.ts';
import { withoutAccount } from './names.ts';
import { type Row, table } from './table.ts';

/** One run in short: what started it, what trailmend found and did, and how it ended. */
export function summaryLines(record: OutcomeRecord): readonly string[] {
  const { trigger, findings, applied, plan, mode, outcome, detail, whoCanAct } = record;
  const found = actionable(findings).map(({ rule, evidence }) => `${evidence.saw} (${rule})`);
  const actions = applied.map(actionText);
  const planned = plan.steps.map(({ operation }) => operation);
  return table([
    ['change', triggerText(trigger)],
    ...rows('found', found.length > 0 ? found : ['nothing to repair']),
    ['done', actions.join(', ') || 'nothing'],
    ...optionalRow('planned', mode === 'dry-run' && planned.length > 0 ? planned.join(', ') : undefined),
    ['outcome', `${outcome}: ${detail}`],
    ...optionalRow('who can act', whoCanAct),
  ]);
}

function triggerText(trigger: Trigger): string {
  const call = callOf(trigger);
  if (call === undefined) return 'found by a sweep: no event reported it';
  const { eventName, eventTime, actor } = call;
  return `${eventName} by ${withoutAccount(actor.name)} (${actor.type}) at ${eventTime}`;
}

function actionText({ step, result, attempts }: AppliedStep): string {
  const tries = attempts > 1 ? ` after ${attempts} attempts` : '';
  return result === 'done' ? `${step.operation}${tries}` : `${step.operation} (${result}${tries})`;
}

function rows(label: string, values: readonly string[]): readonly Row[] {
  return values.map((value, index): Row => [index === 0 ? label : '', value]);
}

function optionalRow(label: string, value: string | undefined): readonly Row[] {
  return value === undefined ? [] : [[label, value]];
}
