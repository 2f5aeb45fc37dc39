import { expect, test } from '@jest/globals';
import { type Change, NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Scope } from '../../../../lambda/core/model/scope.ts';
import type { RunTrace } from '../../../../lambda/core/outcome/run-trace.ts';
import { screen } from '../../../../lambda/core/outcome/screening.ts';
import { trailRecord } from '../../../../lambda/core/outcome/trail-record.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { blankedFacts, factsWith, NOW, PERFECT_TRAIL, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const TRIGGER = { kind: 'sweep', time: NOW } as const;
const SINCE = '2026-11-20T08:00:00.000Z';
const { logGroupArn, roleArn } = PERFECT_TRAIL;
const AWAITING: TrailMemory = {
  ...NO_MEMORY,
  awaitingVerification: { since: SINCE, target: { logGroupArn, roleArn } },
};
/** Nothing reached CloudWatch Logs since the repair, and the bucket received events. */
const LATE = read({ isLogging: true, latestDelivery: NOW });
const CONTROL_TOWER: Scope = { scope: 'out', reason: 'control-tower', detail: '', whoCanAct: '' };

/**
 * What a quick check of a trail and its memory comes to; undefined: the memory could not be read.
 */
interface Check {
  readonly facts: TrailFacts;
  readonly memory: TrailMemory | undefined;
  readonly scope?: Scope;
  readonly change?: Change;
}

function traced({ facts, memory, scope = { scope: 'in' }, change }: Check): RunTrace | undefined {
  const findings = assess(facts, SETTINGS, { ...NO_HISTORY, ...(change && { change }) });
  const check = { facts, findings, scope, memory: memory ? read(memory) : unread('denied') };
  return screen(check, { trigger: TRIGGER, settings: SETTINGS, memory: memory ?? NO_MEMORY });
}

function screened(check: Check): OutcomeRecord | undefined {
  const trace = traced(check);
  return trace && trailRecord({ id: 'run-1', time: NOW, mode: 'fix', trigger: TRIGGER }, trace);
}

test('a healthy trail needs no run', () => {
  expect(screened({ facts: factsWith({}), memory: NO_MEMORY })).toMatchObject({
    outcome: 'COMPLIANT',
    applied: [],
    plan: { steps: [], refused: [] },
  });
});

test('a trail whose memory could not be read is judged without it, and its record says so', () => {
  const check = { facts: factsWith({}), memory: undefined };
  expect(screened(check)).toMatchObject({ outcome: 'COMPLIANT', ledgerError: 'denied' });
  expect(traced(check)).not.toHaveProperty('memory');
  const known = { facts: factsWith({}), memory: AWAITING };
  expect(screened(known)).not.toHaveProperty('ledgerError');
  expect(traced(known)?.memory).toBe(AWAITING);
});

test('a trail out of scope needs no run, and is not verified', () => {
  const check = { facts: blankedFacts(), memory: AWAITING, scope: CONTROL_TOWER };
  expect(screened(check)).toMatchObject({ outcome: 'SKIPPED', reason: 'control-tower' });
  expect(screened(check)?.plan.refused.map(({ reason }) => reason)).toEqual(['out-of-scope', 'out-of-scope']);
  expect(traced(check)).not.toHaveProperty('verification');
  expect(traced({ ...check, facts: factsWith({}) })).not.toHaveProperty('verification');
});

test('a trail that has to be repaired needs a run', () => {
  expect(traced({ facts: blankedFacts(), memory: AWAITING })).toBeUndefined();
  const late = { facts: factsWith({ status: LATE }), change: { at: SINCE } };
  expect(traced({ ...late, memory: NO_MEMORY })).toBeUndefined();
  expect(traced({ ...late, memory: undefined })).toBeUndefined();
});

test('a repaired trail is judged by deliveries, and keeps the findings about them', () => {
  const late = screened({ facts: factsWith({ status: LATE }), change: { at: SINCE }, memory: AWAITING });
  expect(late).toMatchObject({ outcome: 'FIXED', reason: 'awaiting-delivery' });
  expect(late?.findings.map(({ rule }) => rule)).toEqual(['delivery-stale']);
  expect(late?.remaining).toEqual(late?.findings);
  expect(late?.plan).toEqual({ steps: [], refused: [] });
  const delivered = screened({ facts: factsWith({}), memory: AWAITING });
  expect(delivered).toMatchObject({ outcome: 'VERIFIED', reason: 'delivered' });
});

test('a repaired trail that delivers elsewhere by now is judged as any other', () => {
  const elsewhere = { since: SINCE, target: { logGroupArn: 'another', roleArn } };
  const memory = { ...NO_MEMORY, awaitingVerification: elsewhere };
  expect(screened({ facts: factsWith({}), memory })).toMatchObject({ outcome: 'COMPLIANT', reason: 'nothing-to-do' });
});
