// For readers of outcome records: the function itself does not import this, so that it costs no start.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { outcomeRecordSchema, stateSchema } from '../core/model/outcome.ts';
import { operationSchema, stepSchema } from '../core/model/step.ts';

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
        // The format says it, and nobody reads a pattern with all leap years.
        if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
      },
    }),
    title: 'Outcome record of trailmend, version 2',
  };
}
