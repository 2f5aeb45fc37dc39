import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { factsWith, NOW, PERFECT_FACTS, read, recordWith, unread } from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN } from './known-trail.ts';

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
