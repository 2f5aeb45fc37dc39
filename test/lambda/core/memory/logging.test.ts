import { describe, expect, test } from '@jest/globals';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import {
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  read,
  recordWith,
  TRIGGER,
  unread,
} from '../../../support/perfect-trail.ts';
import { BEFORE, KNOWN } from './known-trail.ts';

const STOPPED = factsWith({
  status: read({ ...(PERFECT_FACTS.status.read && PERFECT_FACTS.status.value), isLogging: false }),
});

test('a run remembers that a trail was logging before the StopLogging that stopped it', () => {
  const { seenLogging: _, ...unseen } = KNOWN;
  const trigger = { ...TRIGGER, eventName: 'StopLogging', tampering: 'stopped' } as const;
  const parked = factsWith({ status: read({ isLogging: false, latestDelivery: BEFORE }) });
  expect(memoryChanges(recordWith({}), STOPPED, unseen)).toEqual({});
  expect(memoryChanges(recordWith({ trigger }), STOPPED, unseen)).toEqual({ seenLogging: NOW });
  expect(memoryChanges(recordWith({ trigger }), parked, unseen)).toEqual({});
  expect(memoryChanges(recordWith({}), factsWith({ status: unread('denied') }), unseen)).toEqual({});
});

describe('the logging times of the last look', () => {
  const [stopped, started] = ['2026-11-20T08:10:00.000Z', '2026-11-20T08:40:00.000Z'];
  const status = { isLogging: true, stoppedLogging: stopped, startedLogging: started };
  const facts = factsWith({ status: read(status) });
  const known = { ...KNOWN, logging: { stopped: BEFORE } };
  const SWEEP = { kind: 'sweep', time: NOW } as const;
  const STOP = { ...TRIGGER, eventName: 'StopLogging', tampering: 'stopped' } as const;
  const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
  const saved = (record: Partial<OutcomeRecord>, now = facts, memory: TrailMemory = known) =>
    memoryChanges(recordWith(record), now, memory).logging;

  test('are saved by the run that reports the stop: of a sweep, of its event, or of a restart', () => {
    const applied = [{ step: START, result: 'done', attempts: 1 } as const];
    expect(saved({ trigger: SWEEP })).toEqual({ stopped, started });
    expect(saved({ trigger: STOP })).toEqual({ stopped, started });
    expect(saved({ applied })).toEqual({ stopped, started });
  });

  test('are left to the next sweep by another event, which does not report the stop', () => {
    expect(saved({})).toBeUndefined();
    const input = { logGroupName: 'audit-logs', retentionInDays: 365 };
    const retain: Step = { operation: 'PutRetentionPolicy', input, needs: [], repairs: [] };
    expect(saved({ applied: [{ step: retain, result: 'done', attempts: 1 }] })).toBeUndefined();
    const { logging: _, ...first } = KNOWN;
    expect(saved({}, facts, first)).toEqual({ stopped, started });
    expect(saved({}, factsWith({ status: read({ ...status, isLogging: false }) }))).toEqual({ stopped, started });
  });

  test('are not saved again, and not without the status', () => {
    expect(saved({ trigger: SWEEP }, facts, { ...KNOWN, logging: { stopped, started } })).toBeUndefined();
    expect(saved({ trigger: SWEEP }, factsWith({ status: unread('denied') }))).toBeUndefined();
  });
});
