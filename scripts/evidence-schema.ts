import { type Evidence, evidenceSchema } from '../cli/evidence/schema.ts';
import { jsonSchemaOf } from '../lambda/contract/json-schema.ts';

/** Descriptions of properties whose names are not enough. */
const DESCRIPTIONS: Readonly<Partial<Record<keyof Evidence, string>>> = {
  time: 'When the report looked',
  regions: 'The home Regions that the report is limited to; absent: every Region of the account',
  stack: 'The deployed stack of trailmend, or why none is known',
  period: 'The period of the history, or why it is not known: then nobody knows the incidents either',
  summary: 'Figures over the trails; the times to repair are in seconds and count the incidents that ended',
  others: 'Findings about the account and its Regions',
  frameworks: 'What the integration of trails with CloudWatch Logs is evidence for',
};

/** The JSON Schema (draft 2020-12) in docs/evidence.schema.json. */
export function evidenceJsonSchema(): object {
  return jsonSchemaOf(evidenceSchema, 'Evidence of trailmend, version 1', DESCRIPTIONS);
}
