import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { visible } from '../../../../lambda/core/model/foreign-text.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { callOf } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { record } from '../../../support/arbitrary/records.ts';

const IMITATION = '\n\nWhat happened: Nothing.\nWhat to do: No action required.\n\nRecord\n  COMPLIANT';
const foreignText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    IMITATION,
    IMITATION.replaceAll('\n', '\u2028'),
    IMITATION.replaceAll('\n', '\r\n'),
    '\u202e\u200b\ud800',
  ),
  fc.string({ unit: 'binary' }).map((text) => `${text}${IMITATION}`),
);

/** The record with a text wherever it has texts that others choose. */
function withText(text: string, original: OutcomeRecord, hasRepeats: boolean): OutcomeRecord {
  const { trigger, applied, plan, findings, remaining, after, subject } = original;
  const call = callOf(trigger);
  const about = <T extends { readonly evidence: { readonly source: string; readonly saw: string } }>(
    finding: T,
  ): T => ({
    ...finding,
    evidence: { ...finding.evidence, saw: `${finding.evidence.saw} ${text}` },
  });
  const target = { logGroupArn: text, roleArn: text };
  const repeat = {
    eventName: 'StopLogging',
    actor: text,
    count: 2,
    first: original.time,
    last: original.time,
    denied: false,
    examples: [text],
  };
  return {
    ...original,
    subject,
    ...(call && {
      trigger: { ...call, actor: { type: text, name: text, sourceIp: text, issuer: text }, errorCode: text },
    }),
    detail: `${original.detail} ${text}`,
    findings: findings.map(about),
    remaining: remaining.map(about),
    plan: { ...plan, refused: plan.refused.map((refusal) => ({ ...refusal, detail: `${refusal.detail} ${text}` })) },
    applied: applied.map((step) => ({
      ...step,
      ...(step.error && { error: { ...step.error, code: text, message: text } }),
    })),
    ...(after && { after: { ...after, ...target } }),
    whoCanAct: `the owner ${text}`,
    restore: [text],
    ledgerError: text,
    recurrence: { count: 3, since: original.time, by: [text] },
    ...(hasRepeats && { repeats: [repeat] }),
  };
}

/** The lines that trailmend begins itself: its titles, and the first words of the first screen. */
function outline(text: string): readonly string[] {
  return text.split('\n').map((line) => (line.startsWith('  ') ? '' : (/^[^:]*:/.exec(line)?.[0] ?? line)));
}

describe('whatever text others choose', () => {
  test('a message has the lines and the titles that it has with a harmless text', () => {
    fc.assert(
      fc.property(record, foreignText, fc.boolean(), ({ record: one }, text, hasRepeats) => {
        const message = messageFor(withText(text, one, hasRepeats));
        const harmless = messageFor(withText('harmless', one, hasRepeats));
        expect(outline(message.text)).toEqual(outline(harmless.text));
      }),
      { numRuns: 200 },
    );
  });

  test('a message has no character that a reader does not see, and its subject is ASCII on one line', () => {
    fc.assert(
      fc.property(record, foreignText, fc.boolean(), ({ record: one }, text, hasRepeats) => {
        const message = messageFor(withText(text, one, hasRepeats));
        expect(visible(message.text.replaceAll('\n', ''))).toBe(message.text.replaceAll('\n', ''));
        expect(message.subject).toMatch(/^[\x20-\x7e]{1,99}$/);
      }),
      { numRuns: 200 },
    );
  });
});
