// For readers of outcome records: the function itself does not import this, so that it costs no start.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { outcomeRecordSchema, stateSchema } from '../core/model/outcome.ts';
import { time } from '../core/model/schema.ts';
import { operationSchema, stepSchema } from '../core/model/step.ts';
import { subjectSchema } from '../core/model/subject.ts';

/** Parts that stand once in the JSON Schema, under $defs. */
const PARTS = {
  rule: ruleSchema,
  finding: findingSchema,
  operation: operationSchema,
  step: stepSchema,
  state: stateSchema,
  subject: subjectSchema,
};
for (const [id, part] of Object.entries(PARTS)) z.globalRegistry.add(part, { id });

/** What the properties of the record mean, where their names do not say it. */
const DESCRIPTIONS: Readonly<Partial<Record<keyof z.infer<typeof outcomeRecordSchema>, string>>> = {
  time: 'When the run ended',
  subject: 'What the record is about',
  trailArn: 'Present when the subject is a trail',
  detail: 'The reason for people',
  findings: 'What was found at first',
  remaining: 'What was still found at last',
  before: 'The state of the trail before the run; an ARN is empty when it is not set',
  after: 'The state of the trail after the writes',
  restore: 'AWS CLI commands that restore other settings that a call removed; trailmend runs none of them',
  ledgerError: "Why trailmend could not read or update the trail's history",
  cut: 'What was left out of a message or event that would have been too long',
};
/** The pattern of every time: the schema names the format instead. */
const TIME_PATTERN = z.toJSONSchema(time).pattern;

/** The outcome record as JSON Schema (draft 2020-12), which docs/outcome-record.schema.json holds. */
export function outcomeRecordJsonSchema(): object {
  const { properties = {}, ...schema } = z.toJSONSchema(outcomeRecordSchema, {
    // Readers get no promise that there will never be another property.
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
