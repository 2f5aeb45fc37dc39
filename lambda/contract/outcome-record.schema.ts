// For readers of outcome records. The function does not import it, so that it starts faster.
import type * as z from 'zod/mini';
import { outcomeRecordSchema } from '../core/model/outcome.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** Descriptions of properties whose names are not enough. */
const DESCRIPTIONS: Readonly<Partial<Record<keyof z.infer<typeof outcomeRecordSchema>, string>>> = {
  time: 'When the run ended',
  subject: 'What the record is about',
  trailArn: 'Present when the subject is a trail',
  detail: 'The reason for people',
  findings: 'The findings at the start of the run',
  remaining: 'The findings at the end of the run',
  before: 'The state of the trail before the run; an ARN is empty when it is not set',
  after: 'The state of the trail after the writes',
  restore: 'AWS CLI commands that restore other settings that a call removed; trailmend runs none of them',
  recurrence: 'The third repair of the same concern in 24 hours, or a later one: others undo the repairs',
  repeats: 'Calls that a caller repeated since the last notification about the subject',
  exclusion: 'The value of the tag trailmend:exclude of which people were notified, and the one that trailmend finds',
  queueUrl: 'The URL of the dead-letter queue that contains events that were not forwarded',
  ledgerError: "Why trailmend could not read or update the trail's history",
  cut: 'What was omitted because the message or event would have been too long',
};
/** The JSON Schema (draft 2020-12) in docs/outcome-record.schema.json. */
export function outcomeRecordJsonSchema(): object {
  return jsonSchemaOf(outcomeRecordSchema, 'Outcome record of trailmend, version 2', DESCRIPTIONS);
}
