import { describe, expect, test } from '@jest/globals';
import { isUnchangedSinceRepair, verificationChanges } from '../../../../lambda/core/memory/deliveries.ts';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { factsWith, ID, NOW, PERFECT_FACTS, read, recordWith, unread } from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN, TARGET } from './known-trail.ts';

describe('after a repair', () => {
  const attempt = (step: Step): OutcomeRecord['applied'][number] => ({ step, result: 'done', attempts: 1 });
  const prepared = { needs: [], repairs: [] };
  const start = attempt({ operation: 'StartLogging', input: { Name: ID.arn }, ...prepared });
  const retain = attempt({
    operation: 'PutRetentionPolicy',
    input: { logGroupName: 'audit-logs', retentionInDays: 365 },
    ...prepared,
  });
  const repaired = (applied: OutcomeRecord['applied'], changes: Partial<OutcomeRecord> = {}) =>
    recordWith({ outcome: 'FIXED', reason: 'repaired', applied, ...changes });
  const WAITS = { awaitingVerification: { since: NOW, target: TARGET } };
  const ELSEWHERE = { since: BEFORE, target: { ...TARGET, logGroupArn: 'another' } };
  const awaiting = { ...KNOWN, awaitingVerification: { since: BEFORE, target: TARGET } };
  const changes = (record: OutcomeRecord, memory = KNOWN, facts = PERFECT_FACTS) =>
    verificationChanges(record, facts, memory);

  test('of the trail, or by an interrupted run, a delivery has to verify it', () => {
    expect(changes(repaired([start, retain]))).toEqual(WAITS);
    expect(changes(repaired([]))).toEqual(WAITS);
  });

  test.each<[string, OutcomeRecord]>([
    ['only the log group was repaired', repaired([retain])],
    ['trailmend repaired nothing', recordWith({ applied: [start] })],
    ...(['target-changed', 'role-changed'] as const).map((rule): [string, OutcomeRecord] => {
      const evidence = { source: 'GetTrail', saw: 'another' };
      return [
        `nobody accepted the target: ${rule}`,
        repaired([start], { remaining: [{ rule, verdict: 'violated', evidence }] }),
      ];
    }),
  ])('no delivery can verify it where %s', (_when, record) => expect(changes(record)).toEqual({}));

  test('it is verified by a delivery, or given up once the trail delivers elsewhere', () => {
    expect(changes(recordWith({}), awaiting)).toEqual({});
    expect(changes(recordWith({ outcome: 'VERIFIED' }), awaiting)).toEqual({ awaitingVerification: null });
    expect(changes(recordWith({}), { ...KNOWN, awaitingVerification: ELSEWHERE })).toEqual({
      awaitingVerification: null,
    });
  });

  test('nothing is known of an unread trail', () => {
    const facts = factsWith({ trail: unread('denied') });
    expect(changes(recordWith({ outcome: 'VERIFIED' }), awaiting, facts)).toEqual({});
    expect(isUnchangedSinceRepair(awaiting.awaitingVerification, facts)).toBe(false);
  });
});

describe('deliveries that are late or fail', () => {
  const LATE: readonly Finding[] = [
    { rule: 'delivery-stale', verdict: 'undecided', evidence: { source: 'GetTrailStatus', saw: 'late' } },
  ];
  const late = recordWith({ outcome: 'SKIPPED', reason: 'awaiting-second-look', remaining: LATE });
  const deliveredAt = (latestLogsDelivery?: string) =>
    factsWith({ status: read({ isLogging: true, ...(latestLogsDelivery !== undefined && { latestLogsDelivery }) }) });
  const lateDelivery = { since: BEFORE, latestLogsDelivery: BEFORE };
  const learned = (record: OutcomeRecord, facts: TrailFacts, known?: TrailMemory['lateDelivery']) =>
    memoryChanges(record, facts, { ...KNOWN, ...(known && { lateDelivery: known }) }).lateDelivery;

  test('are remembered since the first look, with the last delivery', () => {
    expect(learned(late, deliveredAt(BEFORE))).toEqual({ since: NOW, latestLogsDelivery: BEFORE });
    expect(learned(late, deliveredAt())).toEqual({ since: NOW });
    expect(learned(late, deliveredAt(BEFORE), lateDelivery)).toBeUndefined();
  });

  test('are seen for the first time again after another delivery, or where the first look is in the future', () => {
    expect(learned(late, deliveredAt(NOW), lateDelivery)).toEqual({ since: NOW, latestLogsDelivery: NOW });
    expect(learned(late, deliveredAt(), lateDelivery)).toEqual({ since: NOW });
    const future = { ...lateDelivery, since: '9999-12-31T23:59:59.999Z' };
    expect(learned(late, deliveredAt(BEFORE), future)).toEqual({ since: NOW, latestLogsDelivery: BEFORE });
  });

  test('are forgotten once they are in time, but not where the status is unread', () => {
    expect(learned(recordWith({}), deliveredAt(BEFORE), lateDelivery)).toBeNull();
    expect(learned(recordWith({}), deliveredAt(BEFORE))).toBeUndefined();
    expect(learned(late, factsWith({ status: unread('denied') }), lateDelivery)).toBeUndefined();
  });

  test('show no healthy target', () => {
    expect(memoryChanges({ ...late, outcome: 'FIXED' }, PERFECT_FACTS, NO_MEMORY)).not.toHaveProperty('acceptedTarget');
  });
});
