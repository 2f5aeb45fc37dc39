import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { Judgement } from '../../../../lambda/core/model/outcome.ts';
import { withWeakenings } from '../../../../lambda/core/outcome/judge-weakened.ts';
import { PERFECT_FACTS } from '../../../support/perfect-trail.ts';

const found = (rule: Finding['rule'], saw: string, verdict: Finding['verdict'] = 'violated'): Finding => {
  return { rule, verdict, evidence: { source: 'GetTrail', saw } };
};
const judged = (judgement: Judgement, ...findings: Finding[]) =>
  withWeakenings(judgement, { facts: PERFECT_FACTS, findings, scope: { scope: 'in' } });

const COMPLIANT: Judgement = { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail: 'The trail is compliant.' };
const VERIFIED: Judgement = { outcome: 'VERIFIED', reason: 'delivered', detail: 'Delivered.' };
const SETTINGS_OWNER = 'the owner of the trail (restore the settings, or accept the change)';
const ROLE_OWNER = 'an administrator of the account (remove what others added to the delivery role)';
const BUCKET_OWNER = 'the owner of the S3 bucket (let CloudTrail write to it again)';

test.each<[string, Finding[], string]>([
  ['settings', [found('validation-off', 'a'), found('key-changed', 'b')], SETTINGS_OWNER],
  ['a role', [found('role-tampered', 'a')], ROLE_OWNER],
  ['a bucket', [found('bucket-delivery-error', 'a')], BUCKET_OWNER],
  [
    'all of them',
    [found('key-changed', 'a'), found('role-tampered', 'b'), found('bucket-delivery-error', 'c')],
    `${SETTINGS_OWNER}; ${ROLE_OWNER}; ${BUCKET_OWNER}`,
  ],
])('who can restore %s is named once', (_what, findings, whoCanAct) => {
  const { outcome, reason, ...rest } = judged(COMPLIANT, ...findings);
  expect([outcome, reason]).toEqual(['BLOCKED', 'weakened']);
  expect(rest).toEqual({
    detail: `The trail is weaker than its owner accepted: ${findings.map(({ evidence }) => evidence.saw).join('; ')}. trailmend does not change these settings.`,
    whoCanAct,
  });
});

test('a weakening outweighs a verified repair, whose text stays', () => {
  expect(judged(VERIFIED, found('key-changed', 'a'))).toMatchObject({
    outcome: 'BLOCKED',
    detail: 'The trail is weaker than its owner accepted: a. trailmend does not change these settings. Delivered.',
  });
});

test.each<[string, Judgement]>([
  ['fails', { outcome: 'FAILED', reason: 'aws-error', detail: 'No.' }],
  ['is blocked', { outcome: 'BLOCKED', reason: 'scp', detail: 'No.' }],
  ['would repair', { outcome: 'WOULD_FIX', reason: 'dry-run', detail: 'No.' }],
])('a run that %s notifies of its own reason', (_what, judgement) => {
  expect(judged(judgement, found('key-changed', 'a'))).toBe(judgement);
});

test('what the owner accepted is named, and nothing else changes', () => {
  const accepted = [found('key-changed', 'a', 'advised'), found('validation-off', 'b', 'advised')];
  expect(judged(COMPLIANT, ...accepted)).toEqual({
    ...COMPLIANT,
    detail: 'The trail is compliant. Its owner accepted with the tag trailmend:accept: a; b.',
  });
});

test('a trail without weakenings keeps its judgement', () => {
  expect(judged(COMPLIANT, found('not-encrypted', 'a'))).toBe(COMPLIANT);
});
