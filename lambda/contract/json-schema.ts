// For readers of what trailmend publishes. The function does not import it, to start faster.
import * as z from 'zod/mini';
import { findingSchema, ruleSchema } from '../core/model/finding.ts';
import { stateSchema } from '../core/model/outcome.ts';
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

/** The schema has the format instead of this pattern. */
const TIME_PATTERN = z.toJSONSchema(time).pattern;

/**
 * The JSON Schema (draft 2020-12) of a document.
 * @param descriptions of the properties whose names are not enough
 */
export function jsonSchemaOf(
  document: z.ZodMiniObject,
  title: string,
  descriptions: Readonly<Record<string, string | undefined>>,
): object {
  const { properties = {}, ...schema } = z.toJSONSchema(document, {
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
    const description = descriptions[name];
    return [name, description === undefined ? property : { ...Object(property), description }];
  });
  return { ...schema, properties: Object.fromEntries(described), title };
}
