import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { cutToFit } from '../../lambda/core/cut.ts';
import { messageFor } from '../../lambda/core/messages.ts';
import type { OutcomeRecord } from '../../lambda/core/outcome-record.ts';
import { RULES, type RuleId } from '../../lambda/core/rules/index.ts';
import { outcomeRecord } from '../../lambda/outcome-schema.ts';
import { ID, recordWith } from '../support/perfect-trail.ts';

const START = {
  operation: 'StartLogging',
  input: { Name: ID.arn },
  needs: [],
  repairs: ['not-logging'],
} as const;

/** A record in which every text that AWS or an owner may choose is this one, and every list is as long as can be. */
function recordOf(text: string): OutcomeRecord {
  const rules = Object.keys(RULES) as RuleId[];
  const findings = rules.map(
    (rule) => ({ rule, verdict: 'violated', evidence: { source: 'GetTrail', saw: text } }) as const,
  );
  const error = { operation: 'StartLogging', code: 'Failed', message: text };
  return recordWith({
    outcome: 'BLOCKED',
    reason: 'cost',
    detail: text,
    whoCanAct: text,
    findings,
    remaining: findings,
    plan: {
      steps: Array(20).fill(START),
      refused: rules.map((rule) => ({ rule, reason: 'cost', detail: text, whoCanAct: text })),
    },
    applied: Array(80).fill({ step: START, result: 'failed', attempts: 30, error }),
    restore: Array(5).fill(text),
    ledgerError: text,
  });
}

/** As SNS counts: the texts for all protocols together. */
function bytesOf(record: OutcomeRecord): number {
  const { text } = messageFor(record, ID);
  const machine = JSON.stringify(record);
  return Buffer.byteLength(JSON.stringify([text, text, machine, machine, machine]));
}

describe('a record that fits', () => {
  test('is whole', () => {
    const record = recordOf('x'.repeat(5_000));
    expect(cutToFit(record, () => true)).toBe(record);
  });
});

describe('a record that is too long', () => {
  test('loses the ends of long texts first, and says so', () => {
    const cut = cutToFit(recordOf('x'.repeat(1_001)), ({ cut: lost }) => lost !== undefined);
    expect(cut).toMatchObject({ cut: ['texts longer than 1000 characters'], detail: `${'x'.repeat(999)}…` });
    expect(cut.applied).toHaveLength(80);
    expect(cutToFit(recordOf('x'.repeat(1_000)), ({ cut: lost }) => lost !== undefined).detail).toHaveLength(1_000);
  });

  test('loses its calls next, and says so', () => {
    const cut = cutToFit(recordOf('x'.repeat(1_001)), () => false);
    expect(cut).toMatchObject({
      cut: ['texts longer than 200 characters', 'plan.steps', 'applied', 'restore'],
      detail: `${'x'.repeat(199)}…`,
      plan: { steps: [] },
      applied: [],
    });
    expect('restore' in cut).toBe(false);
    const { restore: _, ...without } = recordOf('x');
    expect(cutToFit(without, () => false).cut).toEqual(['texts longer than 200 characters', 'plan.steps', 'applied']);
  });

  test('fits SNS in the end, whatever its texts are, and is a record still', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 500 }),
        (some, times) => {
          const cut = cutToFit(recordOf(some.repeat(times)), () => false);
          expect(bytesOf(cut)).toBeLessThan(256 * 1024);
          expect(outcomeRecord.safeParse(JSON.parse(JSON.stringify(cut))).error).toBeUndefined();
          expect(cut).toMatchObject({ id: recordOf('').id, trailArn: ID.arn, outcome: 'BLOCKED', reason: 'cost' });
        },
      ),
      {
        numRuns: 50,
        examples: [
          ['"\\', 5_000],
          ['\u0000', 10_000],
          ['\u{1F980}', 5_000],
        ],
      },
    );
  });
});
