import type { OutcomeRecord } from '../model/outcome.ts';
import { accountMessage } from './account-message.ts';
import type { Message } from './message.ts';
import { trailMessage } from './trail-message.ts';

/** The message about one outcome, for a person who has little time. */
export function messageFor(record: OutcomeRecord): Message {
  return record.subject.kind === 'trail' ? trailMessage(record, record.subject) : accountMessage(record);
}
