import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { outcomeRecordJsonSchema } from '../../../lambda/contract/outcome-record.schema.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../lambda/core/model/outcome.ts';
import { trailSubject } from '../../../lambda/core/model/subject.ts';
import { loadCases } from '../../support/cases/load-cases.ts';
import { play, requestOf } from '../../support/cases/play-case.ts';
import { ID, recordWith } from '../../support/perfect-trail.ts';

const FILE = new URL('../../../docs/outcome-record.schema.json', import.meta.url);
const CASES = loadCases(fileURLToPath(new URL('../../cases', import.meta.url)));
const committed: z.core.JSONSchema.JSONSchema = JSON.parse(readFileSync(FILE, 'utf8'));
const documented = z.fromJSONSchema(committed);

/** Every record of every case, in both modes, as readers receive it. */
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

  test('describes the records of real runs, and everything in them', async () => {
    const found = await records();
    expect(new Set(found.map((record) => outcomeRecordSchema.parse(record).outcome)).size).toBeGreaterThanOrEqual(6);
    for (const record of found) {
      expect(outcomeRecordSchema.parse(record)).toEqual(record);
      expect(documented.safeParse(record).error).toBeUndefined();
    }
  });

  test.each<[string, Partial<Record<keyof OutcomeRecord, unknown>>]>([
    ['another version', { version: 1 }],
    ['an outcome outside the closed set', { outcome: 'OK' }],
    ['a reason outside the closed set', { reason: 'because' }],
    ['no findings', { findings: undefined }],
    ['a time that is not ISO 8601', { time: 'yesterday' }],
    ['no subject', { subject: undefined }],
    ['a subject of another kind', { subject: { kind: 'bucket', account: '111122223333' } }],
    ['a trail subject without an ARN', { subject: { ...trailSubject(ID), arn: undefined } }],
    ['a step with the input of another', { plan: { steps: [stepWithWrongInput()], refused: [] } }],
  ])('refuses a record with %s, and so does its document', (_, changes) => {
    const record = JSON.parse(JSON.stringify({ ...recordWith({}), ...changes }));
    expect(outcomeRecordSchema.safeParse(record).success).toBe(false);
    expect(documented.safeParse(record).success).toBe(false);
  });

  test('accepts a property that readers do not know yet', () => {
    const later = { ...recordWith({}), hash: 'later' };
    expect(outcomeRecordSchema.safeParse(later).success).toBe(true);
    expect(documented.safeParse(later).success).toBe(true);
  });
});

function stepWithWrongInput(): unknown {
  return { operation: 'UpdateTrail', input: { logGroupName: 'x', retentionInDays: 1 }, needs: [], repairs: [] };
}
