import { describe, expect, test } from '@jest/globals';
import { recurrenceOf, repairChanges } from '../../../../lambda/core/memory/repairs.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type Repair, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { ID, NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const ago = (ms: number): string => new Date(Date.parse(NOW) - ms).toISOString();
const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
const found = (rule: RuleId): Finding => ({ rule, verdict: 'violated', evidence: { source: 'GetTrail', saw: 'it' } });
const repaired = (rule: RuleId, changes: Partial<OutcomeRecord> = {}) =>
  recordWith({
    outcome: 'FIXED',
    reason: 'repaired',
    findings: [found(rule), found('not-encrypted')],
    applied: [{ step: START, result: 'done', attempts: 1 }],
    ...changes,
  });
const remembering = (...repairs: readonly Repair[]): TrailMemory => ({ ...NO_MEMORY, repairs });
const retention = (time: string, by?: string): Repair => ({ time, concerns: ['retention'], ...(by && { by: [by] }) });
const DANA = triggerWith({}).actor.name;

describe('the ledger remembers a repair', () => {
  test('with its concerns and its caller', () => {
    const actor = { type: 'IAMUser', name: 'dana', tool: 'Terraform' };
    expect(repairChanges(repaired('not-logging', { trigger: triggerWith({ actor }) }), NO_MEMORY)).toEqual({
      repairs: [{ time: NOW, concerns: ['logging'], by: ['dana, with Terraform'] }],
    });
    const trigger = { kind: 'sweep', time: NOW } as const;
    expect(repairChanges(repaired('not-logging', { trigger }), NO_MEMORY).repairs?.[0]).not.toHaveProperty('by');
  });

  test('of the last 24 hours, the newest 30', () => {
    const many = Array.from({ length: 40 }, (_, index) => retention(ago(40 - index)));
    const { repairs } = repairChanges(repaired('not-logging'), remembering(retention(ago(DAY_MS)), ...many));
    expect(repairs).toHaveLength(30);
    expect(repairs?.[0]).toEqual(many[11]);
    expect(repairChanges(repaired('not-logging'), remembering(retention(ago(DAY_MS)))).repairs).toHaveLength(1);
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['that failed', { outcome: 'FAILED', reason: 'aws-error' }],
    ['that waits for a delivery', { reason: 'awaiting-delivery' }],
    ['without a call', { applied: [] }],
    ['without a finding', { findings: [found('not-encrypted')] }],
  ])('but none %s', (_name, changes) => {
    expect(repairChanges(repaired('not-logging', changes), NO_MEMORY)).toEqual({});
    expect(recurrenceOf(repaired('retention-short', changes), remembering(retention(ago(2)), retention(ago(1))))).toBe(
      undefined,
    );
  });
});

describe('a repair that others undo again and again', () => {
  const record = repaired('retention-short');

  test('is the third of its concern within 24 hours', () => {
    expect(recurrenceOf(record, remembering(retention(ago(1))))).toBe(undefined);
    expect(recurrenceOf(record, remembering(retention(ago(DAY_MS)), retention(ago(1))))).toBe(undefined);
    expect(recurrenceOf(record, remembering(retention(ago(DAY_MS - 1)), retention(ago(1))))).toEqual({
      count: 3,
      since: ago(DAY_MS - 1),
      by: [DANA],
    });
  });

  test('does not count repairs of other concerns', () => {
    const other: Repair = { time: ago(1), concerns: ['logging'] };
    expect(recurrenceOf(record, remembering(other, other, retention(ago(1))))).toBe(undefined);
  });

  test('counts a repair that had other concerns, too', () => {
    const both: Repair = { time: ago(1), concerns: ['logging', 'retention'] };
    expect(recurrenceOf(record, remembering(both, both))?.count).toBe(3);
  });

  test('names each caller once, at most five', () => {
    const by = ['a', 'a', 'b', 'c', 'd', 'e', 'f'].map((name) => retention(ago(1), name));
    expect(recurrenceOf(record, remembering(...by))).toMatchObject({ count: 8, by: ['a', 'b', 'c', 'd', 'e'] });
  });
});
