// For readers of outcome records: the function itself does not import this, so that it costs no start.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { outcomeRecordSchema, stateSchema } from '../core/model/outcome.ts';
import { time } from '../core/model/schema.ts';
import { operationSchema, stepSchema } from '../core/model/step.ts';

/** The pattern of every time: the schema names the format instead. */
const TIME_PATTERN = z.toJSONSchema(time).pattern;

/** Parts that stand once in the JSON Schema, under $defs. */
const PARTS = {
  rule: ruleSchema,
  finding: findingSchema,
  operation: operationSchema,
  step: stepSchema,
  state: stateSchema,
};
for (const [id, part] of Object.entries(PARTS)) z.globalRegistry.add(part, { id });

/** The outcome record as JSON Schema (draft 2020-12), which docs/outcome-record.schema.json holds. */
export function outcomeRecordJsonSchema(): object {
  return {
    ...z.toJSONSchema(outcomeRecordSchema, {
      // Readers get no promise that there will never be another property.
      io: 'input',
      override: ({ jsonSchema }) => {
        if (jsonSchema.pattern !== TIME_PATTERN) return;
        delete jsonSchema.pattern;
        jsonSchema.format = 'date-time';
      },
    }),
    title: 'Outcome record of trailmend, version 2',
  };
}
