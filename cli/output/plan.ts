import { styleText } from 'node:util';
import { awsCliCommand } from '../../lambda/core/commands/aws-cli.ts';
import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import { findingLines, refusalLines } from '../../lambda/core/notification/evidence.ts';
import { openFindings } from '../../lambda/core/notification/fact.ts';

/** The record of a trail. */
export type PlannedTrail = OutcomeRecord & { readonly subject: { readonly kind: 'trail' } };

export function isOfTrail(record: OutcomeRecord): record is PlannedTrail {
  return record.subject.kind === 'trail';
}

/** The plan for each trail: what is wrong, the calls in order, and what is refused and why. */
export function planText(records: readonly PlannedTrail[]): string {
  return `${records.map(trailText).join('\n\n')}\n`;
}

function trailText(record: PlannedTrail): string {
  const { subject, outcome, detail, plan, whoCanAct } = record;
  const steps = plan.steps.map((step, index) => `${index + 1}. ${step.operation} ${JSON.stringify(step.input)}`);
  return [
    styleText('bold', `${sentence(subject.name)} (${subject.region}): ${outcome}`),
    ...(outcome === 'WOULD_FIX' ? [] : [`  ${sentence(detail)}`]),
    ...section('What is wrong', findingLines(openFindings(record), detail)),
    ...section('The calls that repair it', steps),
    ...section('What trailmend does not repair', refusalLines(record)),
    ...boundaryNote(record).map((line) => `  ${line}`),
    ...(whoCanAct === undefined ? [] : [`  This needs action by ${sentence(whoCanAct)}.`]),
  ].join('\n');
}

/** What a trail is judged to be, and what is not in its plan, for a comment. */
export function outcomeLines(record: PlannedTrail): readonly string[] {
  const { subject, outcome, detail, whoCanAct } = record;
  return [
    `${sentence(subject.name)} (${subject.region}): ${outcome}`,
    ...(outcome === 'WOULD_FIX' ? [] : [sentence(detail)]),
    ...refusalLines(record),
    ...(whoCanAct === undefined ? [] : [`This needs action by ${sentence(whoCanAct)}.`]),
  ];
}

/** A stack gives its delivery roles a permissions boundary. A command knows none. */
export function boundaryNote({ plan: { steps } }: PlannedTrail): readonly string[] {
  const isBare = steps.some(({ operation, input }) => operation === 'CreateRole' && !('PermissionsBoundary' in input));
  return isBare ? ['The delivery role gets no permissions boundary, because only a stack of trailmend has one.'] : [];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)];
}

/** The plan as commands for a POSIX shell. A comment says what is not in it, and why. */
export function planCommands(records: readonly PlannedTrail[]): string {
  const lines = records.flatMap((record) => [
    ...[...outcomeLines(record), ...boundaryNote(record)].map((line) => `# ${line}`),
    ...record.plan.steps.map((step) => awsCliCommand(step, record.subject.region)),
  ]);
  return `${lines.join('\n')}\n`;
}

/** The plan as JSON: steps with the exact input of each call, in AWS's names. */
export function planJson(records: readonly PlannedTrail[]): string {
  const plans = records.map(({ subject, outcome, reason, detail, whoCanAct, remaining, plan }) => {
    return { trailArn: subject.arn, outcome, reason, detail, whoCanAct, findings: remaining, plan };
  });
  return `${JSON.stringify({ trails: plans }, undefined, 2)}\n`;
}
