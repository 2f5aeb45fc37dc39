import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/trail-message.ts';
import { ID, NOW, PERFECT_TRAIL, recordWith, TRIGGER } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const messageOf = (changes: Partial<OutcomeRecord>) => messageFor(recordWith(changes), ID);
const finding = (rule: RuleId, saw: string, source = 'GetTrail', verdict: Finding['verdict'] = 'violated'): Finding => {
  return { rule, verdict, evidence: { source, saw } };
};
const tampered = (tampering: NonNullable<CallTrigger['tampering']>) => ({ trigger: { ...TRIGGER, tampering } });

const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'its-group', CloudWatchLogsRoleArn: 'its-role' },
  needs: ['CreateRole'],
  repairs: ['role-not-set'],
};
const CREATE: Step = {
  operation: 'CreateRole',
  input: {
    RoleName: 'its-role',
    Path: '/',
    Description: 'd',
    AssumeRolePolicyDocument: '{}',
    PermissionsBoundary: 'b',
    Tags: [],
  },
  needs: [],
  repairs: ['role-not-set'],
};
const COMMANDS = {
  create:
    "aws iam create-role --role-name its-role --path / --description d --assume-role-policy-document '{}' --permissions-boundary b --tags '[]'",
  update: `aws cloudtrail update-trail --name ${ID.arn} --cloud-watch-logs-log-group-arn its-group --cloud-watch-logs-role-arn its-role --region us-east-1`,
};
const ROLE = finding('role-not-set', 'CloudWatchLogsRoleArn is not set');
const done = (step: Step): AppliedStep => ({ step, result: 'done', attempts: 1, requestId: 'r-1' });

/** Whole messages: the order of what is told, and every title, is what people get used to. */
describe('a message', () => {
  test('about a trail that was blanked and repaired', () => {
    const { subject, text } = messageOf({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'Every finding was repaired, and read back.',
      ...tampered('blanked'),
      findings: [ROLE, finding('not-encrypted', 'KmsKeyId is not set')],
      remaining: [finding('not-encrypted', 'KmsKeyId is not set')],
      plan: { steps: [CREATE, UPDATE], refused: [] },
      applied: [done(CREATE), done(UPDATE)],
      after: { logGroupArn: 'its-group', roleArn: 'its-role', isLogging: true },
      restore: ['aws cloudtrail update-trail --kms-key-id k'],
    });
    expect(subject).toBe('FIXED: trail audit (us-east-1) lost its CloudWatch Logs delivery');
    expect(
      text,
    ).toBe(`FIXED: the CloudTrail trail audit (us-east-1, account 111122223333) lost its CloudWatch Logs delivery.

trailmend repaired it.
Every finding was repaired, and read back.
Trail: ${ID.arn}

Who did what
  UpdateTrail by arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7 at 2026-11-20T09:00:00Z

What was wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)

What trailmend did
  CreateRole its-role: done (request r-1)
  UpdateTrail ${ID.arn}: done (request r-1)

The trail now
  log group  its-group
  role       its-role
  logging    true

What else was taken from it, and how to bring it back with the AWS CLI; trailmend does not touch it
  aws cloudtrail update-trail --kms-key-id k

Worth knowing, and not repaired
  KmsKeyId is not set (not-encrypted, GetTrail)

What to do now
  If arn:aws:iam::111122223333:user/dana was not meant to do this, treat it as an attack.

The same with the AWS CLI
  ${COMMANDS.create}
  ${COMMANDS.update}
`);
  });

  test('about a trail that somebody has to act on', () => {
    const refused = { rule: 'not-logging', reason: 'restart-not-allowed', detail: 'it may be parked' } as const;
    const { subject, text } = messageOf({
      outcome: 'BLOCKED',
      reason: 'access-denied',
      detail: 'UpdateTrail answered AccessDenied: no',
      whoCanAct: 'an administrator of the account',
      trigger: SWEEP,
      remaining: [ROLE, finding('role-trust', 'what it depends on', 'GetRole', 'undecided')],
      plan: { steps: [CREATE, UPDATE], refused: [{ ...refused, whoCanAct: 'the owner' }] },
      applied: [done(CREATE), { step: UPDATE, result: 'outdated', attempts: 2 }],
      ledgerError: 'PutItem answered X: no',
    });
    expect(subject).toBe('BLOCKED: trail audit (us-east-1) does not deliver to CloudWatch Logs');
    expect(
      text,
    ).toBe(`BLOCKED: the CloudTrail trail audit (us-east-1, account 111122223333) does not deliver to CloudWatch Logs.

Somebody has to act before trailmend can repair it.
UpdateTrail answered AccessDenied: no
Trail: ${ID.arn}

Who did what
  Found by the sweep of ${NOW}; no event told of it

What is wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)
  what it depends on (undecided: role-trust, GetRole)

What trailmend did
  CreateRole its-role: done (request r-1)
  UpdateTrail ${ID.arn}: given up after 2 attempts, since somebody changed the trail meanwhile

What trailmend leaves alone
  not-logging: it may be parked

What trailmend does not know
  It had no memory of the trail in this run: PutItem answered X: no

What to do now
  Who can act: an administrator of the account.
  trailmend looks again when the trail changes, and at each sweep; the commands below do the same by hand.

What is left to do, with the AWS CLI
  ${COMMANDS.update}
`);
  });

  test('about a trail that was sent to another log group', () => {
    const { subject, text } = messageOf({ findings: [finding('target-changed', 'the log group is another')] });
    expect(subject).toBe('COMPLIANT: trail audit (us-east-1) delivers to another log group');
    expect(
      text,
    ).toBe(`COMPLIANT: the CloudTrail trail audit (us-east-1, account 111122223333) delivers to another log group.

Nothing is wrong with it now.
Nothing is wrong with the trail.
Trail: ${ID.arn}

Who did what
  UpdateTrail by arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7 at 2026-11-20T09:00:00Z

What changed
  the log group is another (target-changed, GetTrail)

What to do now
  If the log group was not meant to change, treat it as an attack, and bring back the former one with UpdateTrail.
  trailmend takes the new one for the right one from now on.
`);
  });
});

describe('the end of the first sentence and of the subject', () => {
  const stopped = finding('not-logging', 'IsLogging is false', 'GetTrailStatus');
  const cases: readonly (readonly [string, Partial<OutcomeRecord>])[] = [
    ['was stopped', tampered('stopped')],
    ['was deleted', tampered('deleted')],
    ['lost its CloudWatch Logs delivery', tampered('blanked')],
    ['faced a call that AWS denied', tampered('denied-attempt')],
    ['had its tag trailmend:exclude changed', tampered('exclusion-changed')],
    ['has an exclusion that is not understood', { outcome: 'BLOCKED', reason: 'exclusion-not-understood' }],
    ['delivers to CloudWatch Logs again', { outcome: 'VERIFIED', reason: 'delivered', remaining: [ROLE] }],
    ['still does not deliver to CloudWatch Logs', { outcome: 'FAILED', reason: 'not-delivered', remaining: [ROLE] }],
    ['did not deliver to CloudWatch Logs', { outcome: 'FIXED', findings: [stopped, ROLE] }],
    ['was not logging', { outcome: 'FIXED', findings: [stopped, finding('retention-short', '')] }],
    ['lacked metric filters', { outcome: 'FIXED', findings: [finding('metric-filters', '')] }],
    ['did not keep its events long enough', { outcome: 'FIXED', findings: [finding('retention-unset', '')] }],
    ['does not deliver to CloudWatch Logs', { outcome: 'FAILED', remaining: [stopped, ROLE] }],
    ['does not deliver to CloudWatch Logs', { outcome: 'FAILED', remaining: [finding('log-group-class', '')] }],
    ['does not deliver to CloudWatch Logs', { outcome: 'FAILED', remaining: [finding('delivery-stale', '')] }],
    ['is not logging', { outcome: 'WOULD_FIX', remaining: [stopped] }],
    ['lacks metric filters', { outcome: 'WOULD_FIX', remaining: [finding('metric-filters', '')] }],
    ['does not keep its events long enough', { outcome: 'WOULD_FIX', remaining: [finding('retention-short', '')] }],
    [
      'may not deliver to CloudWatch Logs',
      { outcome: 'BLOCKED', reason: 'undecided', remaining: [finding('role-trust', '', 'GetRole', 'undecided')] },
    ],
    [
      'could not be read',
      { outcome: 'FAILED', reason: 'unread-fact', remaining: [finding('role-not-set', '', 'GetTrail', 'undecided')] },
    ],
    ['delivers to another log group', { findings: [finding('target-changed', '')] }],
    ['is as it should be', { remaining: [finding('not-encrypted', '')] }],
    ['was looked at', { outcome: 'SKIPPED', reason: 'shadow-trail' }],
  ];
  test.each(cases)('%s', (happened, changes) => {
    const { subject, text } = messageOf(changes);
    expect(subject).toBe(`${changes.outcome ?? 'COMPLIANT'}: trail audit (us-east-1) ${happened}`);
    expect(text.split('\n')[0]).toMatch(new RegExp(`: the CloudTrail trail audit .* ${happened}\\.$`));
  });
});

test.each<[OutcomeRecord['outcome'], string]>([
  ['COMPLIANT', 'Nothing is wrong with it now.'],
  ['WOULD_FIX', 'trailmend would repair it; nothing was written (dry run).'],
  ['FIXED', 'trailmend repaired it.'],
  ['VERIFIED', 'AWS has delivered its events since the repair.'],
  ['SKIPPED', 'trailmend changes nothing.'],
  ['BLOCKED', 'Somebody has to act before trailmend can repair it.'],
  ['FAILED', 'trailmend could not repair it.'],
])('%s is told as what it is', (outcome, became) => {
  expect(messageOf({ outcome, detail: 'the detail' }).text).toContain(`\n\n${became}\nthe detail\nTrail: `);
});

describe('what to do now', () => {
  const ATTACK = 'If arn:aws:iam::111122223333:user/dana was not meant to do this, treat it as an attack.';
  const MOVED =
    'If the log group was not meant to change, treat it as an attack, and bring back the former one with UpdateTrail.';
  const LOOKS = 'trailmend looks again when the trail changes, and at each sweep';
  const moved = { findings: [finding('target-changed', '')] };
  test.each<[string, Partial<OutcomeRecord>, readonly string[]]>([
    ['nothing', {}, ['Nothing.']],
    ['nothing after a repair', { outcome: 'FIXED', reason: 'repaired' }, ['Nothing.']],
    ['after tampering', tampered('stopped'), [ATTACK]],
    ['after tampering that moved the log group', { ...tampered('blanked'), ...moved }, [ATTACK]],
    ['when a sweep finds that a trail was moved', { ...moved, trigger: SWEEP, outcome: 'SKIPPED' }, [MOVED]],
    ['of a trail that was moved and is broken', { ...moved, outcome: 'SKIPPED', reason: 'excluded-by-tag' }, [MOVED]],
    [
      'in a dry run',
      { outcome: 'WOULD_FIX', reason: 'dry-run' },
      ['Run the commands below, or deploy trailmend with Mode=fix.'],
    ],
    [
      'after a failure that an event led to',
      { outcome: 'FAILED' },
      ['Unless a retry succeeds, the event ends in the failure queue, and an alarm tells.'],
    ],
    ['after a failure of a sweep', { outcome: 'FAILED', trigger: SWEEP }, ['trailmend tries again at the next sweep.']],
    [
      'after an attempt that AWS denied, by whoever answers for the caller alone',
      { ...tampered('denied-attempt'), outcome: 'SKIPPED', reason: 'attempt-denied', whoCanAct: 'somebody' },
      [ATTACK],
    ],
    [
      'where no command is left',
      { outcome: 'BLOCKED', reason: 'cost', whoCanAct: 'the owner' },
      ['Who can act: the owner.', `${LOOKS}.`],
    ],
  ])('%s', (_name, changes, lines) => {
    const [, after = ''] = messageOf(changes).text.split('What to do now\n');
    expect(after.split('\n\n')[0]?.trimEnd().split('\n')).toEqual(lines.map((line) => `  ${line}`));
  });
});

test('what a call made is named: a filter with its group, a group, a role, a trail', () => {
  const filter: Step = {
    operation: 'PutMetricFilter',
    input: { logGroupName: 'its-group', filterName: 'its-filter', filterPattern: '{}', metricTransformations: [] },
    needs: [],
    repairs: [],
  };
  const retain: Step = {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: 'its-group', retentionInDays: 365 },
    needs: [],
    repairs: [],
  };
  const applied = [filter, retain, CREATE, UPDATE].map((step): AppliedStep => ({ step, result: 'done', attempts: 1 }));
  expect(messageOf({ applied }).text).toContain(
    [
      'What trailmend did',
      'PutMetricFilter its-filter of its-group: done',
      'PutRetentionPolicy its-group: done',
      'CreateRole its-role: done',
      `UpdateTrail ${ID.arn}: done\n`,
    ].join('\n  '),
  );
});

test('a trail that names nothing after the run is shown as such', () => {
  const after = { logGroupArn: '', roleArn: PERFECT_TRAIL.roleArn, isLogging: false } as const;
  expect(messageOf({ after }).text).toContain(
    `The trail now\n  log group  none\n  role       ${PERFECT_TRAIL.roleArn}\n  logging    false\n`,
  );
});

test.each([
  ['a'.repeat(32), 'a'.repeat(32)],
  ['a'.repeat(33), `${'a'.repeat(30)}..`],
])('the name %s stands in the subject as %s', (name, short) => {
  expect(messageFor(recordWith({}), { ...ID, name }).subject).toBe(
    `COMPLIANT: trail ${short} (us-east-1) is as it should be`,
  );
});

test('a subject has at most the 99 characters that SNS takes', () => {
  const id = { ...ID, name: 'a'.repeat(40), region: 'r'.repeat(40) };
  const whole = `FAILED: trail ${'a'.repeat(30)}.. (${id.region}) was looked at`;
  expect(whole.length).toBeGreaterThan(99);
  expect(messageFor(recordWith({ outcome: 'FAILED' }), id).subject).toBe(whole.slice(0, 99));
});

test('what was left out of a message is told, and where all of it stands', () => {
  const { id } = recordWith({});
  expect(messageOf({ cut: ['plan.steps', 'applied'] }).text).toContain(
    `\n\nWhat is left out, since the message would have been too long\n  plan.steps, applied. The function's log has all of it: search it for ${id}.\n\n`,
  );
});
