import { expect } from '@jest/globals';
import type { Finding } from '../../../lambda/core/model/finding.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { Scope } from '../../../lambda/core/model/scope.ts';
import type { Step } from '../../../lambda/core/model/step.ts';
import { callOf, type Trigger } from '../../../lambda/core/model/trigger.ts';
import { fieldsOf, type Json } from './reading.ts';

/** A finding as a case file writes it: the rule's id, followed by the verdict unless violated. */
export function findingWord({ rule, verdict }: Finding): string {
  return verdict === 'violated' ? rule : `${rule} ${verdict}`;
}

/** A scope as a case file writes it. */
export function scopeWord(scope: Scope): string {
  return scope.scope === 'in' ? 'in' : scope.reason;
}

/** Expects these operations in this order, with inputs that contain what the case names. */
export function expectSteps(steps: readonly Step[], expected: readonly Json[]): void {
  expect(steps.map(({ operation }) => operation)).toEqual(expected.flatMap((step) => Object.keys(step)));
  for (const [position, { operation, input }] of steps.entries()) {
    expect(withParsedDocuments(input)).toMatchObject(fieldsOf(expected[position]?.[operation]));
  }
}

/** Expects the tampering that the case names, or none, and what the case says of the actor. */
export function expectTrigger(trigger: Trigger, expected: Json | undefined): void {
  const { tampering, errorCode, actor } = expected ?? {};
  const call = callOf(trigger);
  expect({ tampering: call?.tampering, errorCode: call?.errorCode }).toEqual({ tampering, errorCode });
  expect(call?.actor).toMatchObject(fieldsOf(actor));
}

/** Expects the result that the case names. */
export function expectEnd(record: OutcomeRecord, expected: Json): void {
  const { outcome, reason, stage, whoCanAct, detail = '' } = expected;
  expect({ outcome: record.outcome, reason: record.reason, stage: record.stage }).toEqual({ outcome, reason, stage });
  expect(record.detail).toContain(detail);
  if (whoCanAct !== undefined) expect(record.whoCanAct).toBe(whoCanAct);
}

/** The input with its policy documents parsed: calls contain them as text. */
function withParsedDocuments(input: Step['input']): Json {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, key.endsWith('Document') ? JSON.parse(value) : value]),
  );
}
