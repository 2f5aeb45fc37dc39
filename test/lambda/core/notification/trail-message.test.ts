import { expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { messageFor } from '../../../../lambda/core/notification/trail-message.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { blankedFacts, ID, PERFECT_TRAIL, recordWith, settingsWith, TRIGGER } from '../../../support/perfect-trail.ts';

const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };

function text(changes: Partial<OutcomeRecord>): string {
  return messageFor(recordWith(changes), ID).text;
}

test('a call is told with its caller, its address and its time', () => {
  expect(text({})).toContain(
    `UpdateTrail by arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7 at 2026-11-20T09:00:00Z\n`,
  );
  const { sourceIp: _none, ...actor } = TRIGGER.actor;
  expect(text({ trigger: { ...TRIGGER, actor, errorCode: 'AccessDenied' } })).toContain(
    'user/dana (IAMUser) at 2026-11-20T09:00:00Z; AWS denied it (AccessDenied)',
  );
});

test('what became of each call is told', () => {
  const error = { operation: 'StartLogging', code: 'ConflictException', message: 'busy' };
  const applied: OutcomeRecord['applied'] = [
    { step: START, result: 'done', attempts: 1, requestId: 'r-1' },
    { step: START, result: 'done', attempts: 4 },
    { step: START, result: 'failed', attempts: 2, error },
    { step: START, result: 'not-attempted', attempts: 0 },
  ];
  const lines = text({ applied })
    .split('\n')
    .filter((line) => line.includes(`StartLogging ${ID.arn}`));
  expect(lines.map((line) => line.split(ID.arn)[1])).toEqual([
    ': done (request r-1)',
    ': done after 4 attempts',
    ': failed after 2 attempts: ConflictException: busy',
    ': not attempted, since a call that it needs did not succeed',
  ]);
});

test('the trail is shown as it is now, when something was written', () => {
  expect(text({})).not.toContain('The trail now');
  const after = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: '', isLogging: 'unread' } as const;
  expect(text({ after })).toMatch(/The trail now\n {2}log group +arn:\S+:\*\n {2}role +none\n {2}logging +unread\n/);
});

test('what a sweep found is told as found, and blames nobody', () => {
  const swept = text({ trigger: { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } });
  expect(swept).toContain('Found by the sweep of 2026-11-20T09:00:00.000Z; no event told of it');
  expect(swept).not.toContain('attack');
  const proven = text({ outcome: 'VERIFIED', trigger: { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } });
  expect(proven).toContain('Who did what\n  Seen by the sweep of 2026-11-20T09:00:00.000Z\n');
});

test('a run without memory says so, and why', () => {
  expect(text({})).not.toContain('memory');
  expect(text({ ledgerError: 'GetItem answered AccessDenied: no' })).toContain(
    'What trailmend does not know\n  It had no memory of the trail in this run: GetItem answered AccessDenied: no\n',
  );
});

test.each<[string, Partial<OutcomeRecord>]>([
  ['VERIFIED: trail audit (us-east-1) delivers to CloudWatch Logs again', { outcome: 'VERIFIED', reason: 'delivered' }],
  [
    'FAILED: trail audit (us-east-1) still does not deliver to CloudWatch Logs',
    { outcome: 'FAILED', reason: 'not-delivered', stage: 'delivery' },
  ],
])('%s', (subject, changes) => expect(messageFor(recordWith(changes), ID).subject).toBe(subject));

test('tampering is called what it may be', () => {
  expect(text({ trigger: { ...TRIGGER, tampering: 'stopped' } })).toContain('treat it as an attack');
  expect(text({})).not.toContain('attack');
});

test.each<[string, Partial<OutcomeRecord>]>([
  ['Nothing.', {}],
  ['Mode=fix', { outcome: 'WOULD_FIX', plan: { steps: [START], refused: [] } }],
  ['failure queue', { outcome: 'FAILED' }],
  ['at the next sweep', { outcome: 'FAILED', trigger: { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } }],
  ['Who can act: the owner.', { outcome: 'BLOCKED', whoCanAct: 'the owner' }],
  ['the commands below do the same by hand', { outcome: 'BLOCKED', plan: { steps: [START], refused: [] } }],
])('what to do now: %s', (advice, changes) => {
  const [, todo = ''] = text(changes).split('What to do now\n');
  expect(todo.split('\n\n')[0]).toContain(advice);
});

test('a long trail name is cut in the subject and whole in the text', () => {
  const name = `${'a'.repeat(127)}z`;
  const { subject, text: whole } = messageFor(recordWith({ outcome: 'FIXED' }), { ...ID, name });
  expect(subject).toBe(`FIXED: trail ${'a'.repeat(30)}.. (us-east-1) was looked at`);
  expect(whole).toContain(name);
});

test('how to decide is told with the outcome for which somebody has to, and with no other', () => {
  const cost = text({ outcome: 'BLOCKED', reason: 'cost' });
  expect(cost).toContain('How to decide\n');
  expect(cost).toContain(
    `aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list Key=trailmend:data-events,Value=fix`,
  );
  expect(text({ outcome: 'BLOCKED', reason: 'scp' })).not.toContain('How to decide');
});

test('the message about a new group with all its filters fits what SNS takes', () => {
  const settings = settingsWith({ metricFilters: 'cis' });
  const facts = blankedFacts();
  const plan = planFor({ facts, findings: assess(facts, settings), scope: { scope: 'in' } }, TRIGGER, settings);
  const applied = plan.steps.map((step) => ({ step, result: 'done' as const, attempts: 1, requestId: 'r'.repeat(36) }));
  const record = recordWith({ outcome: 'FIXED', reason: 'repaired', plan, applied });
  expect(text(record)).toContain('PutMetricFilter trailmend-RootUse of /trailmend/audit: done');
  // 256 KB (SNS API reference, Publish); the text is there for two protocols, the record for three.
  const sent = JSON.stringify([
    text(record),
    text(record),
    ...['sqs', 'lambda', 'https'].map(() => JSON.stringify(record)),
  ]);
  expect(Buffer.byteLength(sent)).toBeLessThan(256 * 1024 - 1024);
});
