import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import * as z from 'zod';
import { evidenceSchema } from '../../../cli/evidence/schema.ts';
import { evidenceJsonSchema } from '../../../scripts/evidence-schema.ts';
import { madeEvidence } from './made.ts';

const FILE = new URL('../../../docs/evidence.schema.json', import.meta.url);
const committed: z.core.JSONSchema.JSONSchema = JSON.parse(readFileSync(FILE, 'utf8'));

test('docs/evidence.schema.json is current (npm run schema writes it)', () => {
  expect(committed).toEqual(JSON.parse(JSON.stringify(evidenceJsonSchema())));
});

test('it describes the evidence, and everything in it', () => {
  const why = { known: false, why: 'no deployed stack found in us-east-1' } as const;
  for (const evidence of [madeEvidence(), madeEvidence({ stack: why, history: why, regions: ['us-east-1'] })]) {
    const published: unknown = JSON.parse(JSON.stringify(evidence));
    expect(evidenceSchema.parse(published)).toEqual(published);
    expect(z.fromJSONSchema(committed).safeParse(published).error).toBeUndefined();
  }
});
