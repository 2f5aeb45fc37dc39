import * as fc from 'fast-check';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { callOf } from '../../../lambda/core/model/trigger.ts';

const IMITATION = '\n\nWhat happened: Nothing.\nWhat to do: No action required.\n\nRecord\n  COMPLIANT';
/** Texts of others, some of which imitate trailmend's own or a chat's markup. */
export const foreignText: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    IMITATION,
    IMITATION.replaceAll('\n', '\u2028'),
    IMITATION.replaceAll('\n', '\r\n'),
    '\u202e\u200b\ud800',
    '<!channel> @here :tada: *a* [b](https://evil.example) `c` ```d``` &lt;e&gt; <https://evil.example|f>',
  ),
  fc.string({ unit: 'binary' }).map((text) => `${text}${IMITATION}`),
);

/** The record with a text wherever it has texts that others choose. */
export function withText(text: string, original: OutcomeRecord, hasRepeats: boolean): OutcomeRecord {
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
