import { sentence } from '../../lambda/core/model/foreign-text.ts';
import type { NotifiedOutcome } from '../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../lambda/core/model/outcome.ts';
import type { Subject } from '../../lambda/core/model/subject.ts';
import { columns } from './columns.ts';
import { clauses, nameOf } from './rows.ts';

/** What trailmend did and found, and the last message about each of its subjects. */
export interface ShownHistory {
  /** Oldest first. */
  readonly records: readonly OutcomeRecord[];
  readonly messages: readonly (Pick<NotifiedOutcome, 'time' | 'outcome' | 'reason'> & { readonly subject: Subject })[];
}

/** The history for people: a line for each record, then one for each message. */
export function historyText({ records, messages }: ShownHistory): string {
  const sent = messages.map(
    ({ subject, outcome, time }) => `${time}  last message about ${sentence(nameOf(subject))}: ${outcome}`,
  );
  return [...columns(records.map(recordCells)), ...sent].map((line) => `${line}\n`).join('');
}

export function historyJson({ records, messages }: ShownHistory): string {
  return `${JSON.stringify({ records, messages }, undefined, 2)}\n`;
}

function recordCells({ time, outcome, subject, trigger, detail, applied }: OutcomeRecord): readonly string[] {
  const who = trigger.kind === 'sweep' ? 'sweep' : `${trigger.eventName} by ${trigger.actor.name}`;
  const calls = applied.map(({ step, result }) =>
    result === 'done' ? step.operation : `${step.operation} (${result})`,
  );
  const what = clauses([who, detail, ...(calls.length > 0 ? [`calls: ${calls.join(', ')}`] : [])]);
  const region = subject.kind === 'account' ? '' : subject.region;
  return [time, outcome, region, sentence(nameOf(subject)), what];
}
