import type { OutcomeRecord } from '../model/outcome.ts';
import { accountMessage } from './account-message.ts';
import type { FunctionLog } from './console-links.ts';
import type { Message } from './message.ts';
import { screenFor } from './screen-for.ts';
import { trailMessage } from './trail-message.ts';

/** @param log where the function logs, for a link */
export function messageFor(record: OutcomeRecord, log?: FunctionLog): Message {
  const { subject } = record;
  const screen = screenFor(record, log);
  return subject.kind === 'trail' ? trailMessage(record, subject, screen) : accountMessage(record, screen);
}
