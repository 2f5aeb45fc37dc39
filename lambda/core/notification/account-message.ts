import type { OutcomeRecord } from '../model/outcome.ts';
import { callOf } from '../model/trigger.ts';
import { findingLines } from './evidence.ts';
import { type FirstScreen, repeatLines, screenText } from './first-screen.ts';
import { joinSections, linkLines, type Message, section } from './message.ts';

/** The message about a Region or the account. */
export function accountMessage(record: OutcomeRecord, screen: FirstScreen): Message {
  const { detail, remaining, outcome, reason, id } = record;
  const text = joinSections([
    screenText(screen),
    section('Repeated since the last message', callOf(record.trigger) ? repeatLines(record) : []),
    section('More messages', record.lastOfHour === undefined ? [] : [record.lastOfHour]),
    section('Links', linkLines(screen)),
    section('What is wrong', findingLines(remaining, detail)),
    section('Record', [`${outcome} (${reason}), ${id}`]),
  ]);
  return { subject: screen.subject, text };
}
