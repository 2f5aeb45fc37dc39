// Writes the JSON Schemas in docs/. `npm run schema` then formats them.
import { writeFileSync } from 'node:fs';
import { outcomeRecordJsonSchema } from '../lambda/contract/outcome-record.schema.ts';
import { evidenceJsonSchema } from './evidence-schema.ts';

const SCHEMAS = { 'outcome-record': outcomeRecordJsonSchema(), evidence: evidenceJsonSchema() };

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const target = new URL(`../docs/${name}.schema.json`, import.meta.url);
  writeFileSync(target, `${JSON.stringify(schema, null, 2)}\n`);
}
