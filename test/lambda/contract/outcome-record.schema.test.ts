import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { outcomeRecord, outcomeRecordJsonSchema } from '../../../lambda/contract/outcome-record.schema.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { loadCases } from '../../support/cases/load-cases.ts';
import { play, requestOf } from '../../support/cases/play-case.ts';
import { recordWith } from '../../support/perfect-trail.ts';

const FILE = new URL('../../../docs/outcome-record.schema.json', import.meta.url);
const CASES = loadCases(fileURLToPath(new URL('../../cases', import.meta.url)));
const committed: z.core.JSONSchema.JSONSchema = JSON.parse(readFileSync(FILE, 'utf8'));
const documented = z.fromJSONSchema(committed);

/** Every record of every case, in both modes, as readers get it. */
async function records(): Promise<readonly unknown[]> {
  const runs = CASES.flatMap((one) => {
    const request = requestOf(one);
    if (!('trigger' in request)) return [];
    const id = 'id' in request ? request.id : undefined;
    return id ? [play(one, id, 'fix'), play(one, id, 'dry-run')] : [];
  });
  const played = await Promise.all(runs);
  return played.flatMap((run) => run.records.map((record) => JSON.parse(JSON.stringify(record))));
}

describe('the schema of outcome records', () => {
  test('docs/outcome-record.schema.json is current (npm run schema writes it)', () => {
    expect(committed).toEqual(JSON.parse(JSON.stringify(outcomeRecordJsonSchema())));
  });

  test('the records of real runs are of its shape, and have nothing that it does not describe', async () => {
    const found = await records();
    expect(new Set(found.map((record) => outcomeRecord.parse(record).outcome)).size).toBeGreaterThanOrEqual(6);
    for (const record of found) {
      expect(outcomeRecord.parse(record)).toEqual(record);
      expect(documented.safeParse(record).error).toBeUndefined();
    }
  });

  test.each<[string, Partial<Record<keyof OutcomeRecord, unknown>>]>([
    ['another version', { version: 2 }],
    ['an outcome outside the closed set', { outcome: 'OK' }],
    ['a reason that nobody knows', { reason: 'because' }],
    ['no findings', { findings: undefined }],
    ['a time that is none', { time: 'yesterday' }],
    ['a step with the input of another', { plan: { steps: [stepWithWrongInput()], refused: [] } }],
  ])('a record with %s is refused by the schema and by its document', (_, changes) => {
    const record = JSON.parse(JSON.stringify({ ...recordWith({}), ...changes }));
    expect(outcomeRecord.safeParse(record).success).toBe(false);
    expect(documented.safeParse(record).success).toBe(false);
  });

  test('a property that readers do not know yet breaks nothing', () => {
    const later = { ...recordWith({}), hash: 'later' };
    expect(outcomeRecord.safeParse(later).success).toBe(true);
    expect(documented.safeParse(later).success).toBe(true);
  });
});

function stepWithWrongInput(): unknown {
  return { operation: 'UpdateTrail', input: { logGroupName: 'x', retentionInDays: 1 }, needs: [], repairs: [] };
}
