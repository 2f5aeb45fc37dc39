import type { OutcomeRecord } from '../model/outcome.ts';
import { callOf } from '../model/trigger.ts';
import { findingLines } from './evidence.ts';
import { repeatLines, screenText } from './first-screen.ts';
import { type CommonParts, joinSections, linkLines, type Message, section } from './message.ts';

/** The message about a Region or the account. */
export function accountMessage(record: OutcomeRecord, { screen, notes }: CommonParts): Message {
  const { detail, remaining, outcome, reason, id } = record;
  const text = joinSections([
    screenText(screen),
    section('Repeated since the last message', callOf(record.trigger) ? repeatLines(record) : []),
    ...notes,
    section('Links', linkLines(screen)),
    section('What is wrong', findingLines(remaining, detail)),
    section('Record', [`${outcome} (${reason}), ${id}`]),
  ]);
  return { subject: screen.subject, text };
}
