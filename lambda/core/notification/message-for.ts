import type { OutcomeRecord } from '../model/outcome.ts';
import { accountMessage } from './account-message.ts';
import type { Message } from './message.ts';
import { trailMessage } from './trail-message.ts';

export function messageFor(record: OutcomeRecord): Message {
  return record.subject.kind === 'trail' ? trailMessage(record, record.subject) : accountMessage(record);
}
