// For readers of outcome records. The function does not import it, so that it starts faster.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { outcomeRecordSchema, stateSchema } from '../core/model/outcome.ts';
import { time } from '../core/model/schema.ts';
import { operationSchema, stepSchema } from '../core/model/step.ts';
import { subjectSchema } from '../core/model/subject.ts';

/** Parts under $defs of the JSON Schema. */
const PARTS = {
  rule: ruleSchema,
  finding: findingSchema,
  operation: operationSchema,
  step: stepSchema,
  state: stateSchema,
  subject: subjectSchema,
};
for (const [id, part] of Object.entries(PARTS)) z.globalRegistry.add(part, { id });

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
/** The schema has the format instead of this pattern. */
const TIME_PATTERN = z.toJSONSchema(time).pattern;

/** The JSON Schema (draft 2020-12) in docs/outcome-record.schema.json. */
export function outcomeRecordJsonSchema(): object {
  const { properties = {}, ...schema } = z.toJSONSchema(outcomeRecordSchema, {
    // Later releases may add properties.
    io: 'input',
    override: ({ jsonSchema }) => {
      if (jsonSchema.pattern === TIME_PATTERN) {
        delete jsonSchema.pattern;
        Object.assign(jsonSchema, { format: 'date-time', description: 'ISO 8601, UTC' });
      }
      if (!jsonSchema.anyOf) return;
      // No value matches two alternatives.
      jsonSchema.oneOf = jsonSchema.anyOf;
      delete jsonSchema.anyOf;
    },
  });
  const described = Object.entries(properties).map(([name, property]) => {
    const description = DESCRIPTIONS[name as keyof typeof DESCRIPTIONS];
    return [name, description === undefined ? property : { ...Object(property), description }];
  });
  return {
    ...schema,
    properties: Object.fromEntries(described),
    title: 'Outcome record of trailmend, version 2',
  };
}
