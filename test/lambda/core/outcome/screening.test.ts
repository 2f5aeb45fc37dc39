import { expect, test } from '@jest/globals';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Scope } from '../../../../lambda/core/model/scope.ts';
import { screen } from '../../../../lambda/core/outcome/screening.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { blankedFacts, factsWith, NOW, PERFECT_TRAIL, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const STAMP = { id: 'run-1', time: NOW, mode: 'fix' } as const;
const SINCE = '2026-11-20T08:00:00.000Z';
const { logGroupArn, roleArn } = PERFECT_TRAIL;
const AWAITING: TrailMemory = { told: {}, awaitingVerification: { since: SINCE, target: { logGroupArn, roleArn } } };
/** Nothing reached CloudWatch Logs since the repair, and the bucket got events. */
const LATE = read({ isLogging: true, latestDelivery: NOW });

function glanced(
  facts: TrailFacts,
  memory: TrailMemory | undefined,
  scope: Scope = { scope: 'in' },
): OutcomeRecord | undefined {
  const known = memory ? read(memory) : unread('denied');
  const look = { facts, findings: assess(facts, SETTINGS), scope, memory: known };
  return screen(STAMP, { kind: 'sweep', time: NOW }, look, SETTINGS);
}

test('a glance is enough for a trail with which nothing is wrong', () => {
  expect(glanced(factsWith({}), { told: {} })?.outcome).toBe('COMPLIANT');
  expect(glanced(factsWith({}), undefined)?.outcome).toBe('COMPLIANT');
});

test('a glance is enough for a trail that is not ours to repair', () => {
  const scope = { scope: 'out', reason: 'control-tower', detail: '', whoCanAct: '' } as const;
  expect(glanced(blankedFacts(), AWAITING, scope)).toMatchObject({ outcome: 'SKIPPED', reason: 'control-tower' });
});

test('a trail with which something is wrong is observed in full', () => {
  expect(glanced(blankedFacts(), AWAITING)).toBeUndefined();
  expect(glanced(factsWith({ status: LATE, change: { at: SINCE } }), { told: {} })).toBeUndefined();
});

test('a repaired trail is judged by what AWS has delivered since, with the findings that the clocks alone explain', () => {
  const late = glanced(factsWith({ status: LATE, change: { at: SINCE } }), AWAITING);
  expect(late).toMatchObject({ outcome: 'FAILED', reason: 'not-delivered', stage: 'delivery' });
  expect(late?.findings.map(({ rule }) => rule)).toEqual(['delivery-stale']);
  expect(late?.remaining).toEqual(late?.findings);
  expect(glanced(factsWith({}), AWAITING)).toMatchObject({ outcome: 'VERIFIED', reason: 'delivered' });
});

test('a repaired trail that somebody sent elsewhere since is judged as any other', () => {
  const elsewhere = {
    ...AWAITING,
    awaitingVerification: { since: SINCE, target: { logGroupArn: 'another', roleArn } },
  };
  expect(glanced(factsWith({}), elsewhere)).toMatchObject({ outcome: 'COMPLIANT', reason: 'nothing-to-do' });
});
