import { sentence } from '../model/foreign-text.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { accountMessage } from './account-message.ts';
import type { FunctionLog } from './console-links.ts';
import { type Message, section } from './message.ts';
import { screenFor } from './screen-for.ts';
import { trailMessage } from './trail-message.ts';

/**
 * @param log where the function logs, for a link
 * @param notInChat why the chat did not get the card of the record
 */
export function messageFor(record: OutcomeRecord, log?: FunctionLog, notInChat?: string): Message {
  const { subject } = record;
  const screen = screenFor(record, log);
  const more = record.lastOfHour === undefined ? [] : [record.lastOfHour];
  const notes = [section('More messages', more), section('Not in chat', missing(notInChat))];
  const parts = { screen, notes };
  return subject.kind === 'trail' ? trailMessage(record, subject, parts) : accountMessage(record, parts);
}

function missing(notInChat: string | undefined): readonly string[] {
  return notInChat === undefined ? [] : [`The chat did not get this message: ${sentence(notInChat)}`];
}
