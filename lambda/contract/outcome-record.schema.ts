// For readers of outcome records. The function does not import it, so that it starts faster.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { outcomeRecordSchema, stateSchema } from '../core/model/outcome.ts';
import { time } from '../core/model/schema.ts';
import { operationSchema, stepSchema } from '../core/model/step.ts';

/** The schema has the format instead of this pattern. */
const TIME_PATTERN = z.toJSONSchema(time).pattern;

/** Parts under $defs of the JSON Schema. */
const PARTS = {
  rule: ruleSchema,
  finding: findingSchema,
  operation: operationSchema,
  step: stepSchema,
  state: stateSchema,
};
for (const [id, part] of Object.entries(PARTS)) z.globalRegistry.add(part, { id });

/** The JSON Schema (draft 2020-12) in docs/outcome-record.schema.json. */
export function outcomeRecordJsonSchema(): object {
  return {
    ...z.toJSONSchema(outcomeRecordSchema, {
      // Later releases may add properties.
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
