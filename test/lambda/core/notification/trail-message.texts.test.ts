import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { ID, NOW, recordWith, TRIGGER } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const messageOf = (changes: Partial<OutcomeRecord>) => messageFor(recordWith(changes));
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

/** Complete messages: their order and their titles are what people get used to. */
describe('a message', () => {
  test('about a trail whose delivery was removed and repaired', () => {
    const { subject, text } = messageOf({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'trailmend repaired every finding and verified the repair by reading the trail again.',
      ...tampered('blanked'),
      findings: [ROLE, finding('not-encrypted', 'KmsKeyId is not set')],
      remaining: [finding('not-encrypted', 'KmsKeyId is not set')],
      plan: { steps: [CREATE, UPDATE], refused: [] },
      applied: [done(CREATE), done(UPDATE)],
      after: { logGroupArn: 'its-group', roleArn: 'its-role', isLogging: true },
      restore: ['aws cloudtrail update-trail --kms-key-id k'],
    });
    expect(subject).toBe('REPAIRED: CloudWatch Logs delivery removed from trail audit (us-east-1) by dana');
    expect(
      text,
    ).toBe(`REPAIRED: CloudWatch Logs delivery removed from CloudTrail trail audit (us-east-1, account 111122223333).

trailmend repaired every finding and verified the repair by reading the trail again.
Trail: ${ID.arn}

Cause
  UpdateTrail by arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7 at 2026-11-20T09:00:00Z

What to do
  If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack.

What was wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)

What trailmend did
  CreateRole its-role: done (request r-1)
  UpdateTrail ${ID.arn}: done (request r-1)

Current state of the trail
  log group  its-group
  role       its-role
  logging    true

Other settings that were removed, and the AWS CLI commands that restore them (not applied by trailmend)
  aws cloudtrail update-trail --kms-key-id k

Recommendations (not remediated automatically)
  KmsKeyId is not set (not-encrypted, GetTrail)

The same repair as AWS CLI commands
  ${COMMANDS.create}
  ${COMMANDS.update}
`);
  });

  test('about a trail that needs a person', () => {
    const refused = { rule: 'not-logging', reason: 'restart-not-allowed', detail: 'it may be parked' } as const;
    const { subject, text } = messageOf({
      outcome: 'BLOCKED',
      reason: 'access-denied',
      detail: 'UpdateTrail returned AccessDenied: no',
      whoCanAct: 'an administrator of the account',
      trigger: SWEEP,
      remaining: [ROLE, finding('role-trust', 'what it depends on', 'GetRole', 'undecided')],
      plan: { steps: [CREATE, UPDATE], refused: [{ ...refused, whoCanAct: 'the owner' }] },
      applied: [done(CREATE), { step: UPDATE, result: 'outdated', attempts: 2 }],
      ledgerError: 'PutItem returned X: no',
    });
    expect(subject).toBe('ACTION NEEDED: CloudWatch Logs delivery missing on trail audit (us-east-1)');
    expect(
      text,
    ).toBe(`ACTION NEEDED: CloudWatch Logs delivery missing on CloudTrail trail audit (us-east-1, account 111122223333).

Action required: trailmend cannot repair this trail until the issue below is resolved.
UpdateTrail returned AccessDenied: no
Trail: ${ID.arn}

Cause
  Found by the sweep of ${NOW}. No event reported it.

What to do
  Who can act: an administrator of the account.
  trailmend checks the trail again when it changes, and at each sweep.
  The commands below make the remaining changes by hand.

What is wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)
  what it depends on (undecided: role-trust, GetRole)

What trailmend did
  CreateRole its-role: done (request r-1)
  UpdateTrail ${ID.arn}: stopped after 2 attempts because the trail was changed meanwhile

Not repaired
  not-logging: it may be parked

Ledger unavailable: trailmend could not read or update this trail's history
  PutItem returned X: no

The remaining repair as AWS CLI commands
  ${COMMANDS.update}
`);
  });

  test('about a trail that was sent to another log group', () => {
    const moved = [finding('target-changed', 'the log group is another')];
    const { subject, text } = messageOf({ findings: moved, remaining: moved });
    expect(subject).toBe('ACTION NEEDED: log group changed on trail audit (us-east-1) by dana');
    expect(text).toBe(`ACTION NEEDED: log group changed on CloudTrail trail audit (us-east-1, account 111122223333).

The trail is compliant.
Trail: ${ID.arn}

Cause
  UpdateTrail by arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7 at 2026-11-20T09:00:00Z

What to do
  If the change of the log group was not authorized, treat it as an attack and restore the previous log group with UpdateTrail.
  trailmend accepts the new log group from now on.

What changed
  the log group is another (target-changed, GetTrail)
`);
  });
});

describe('what trailmend did', () => {
  const actionIn = (changes: Partial<OutcomeRecord>) =>
    messageOf({ ...changes, detail: 'the detail' })
      .text.split('\n\n')[1]
      ?.split('\n');
  const DETAIL = ['the detail', `Trail: ${ID.arn}`];

  test.each<[OutcomeRecord['outcome'], readonly string[]]>([
    ['COMPLIANT', []],
    ['WOULD_FIX', ['Dry run: trailmend would repair the trail. It changed nothing.']],
    ['FIXED', []],
    ['VERIFIED', []],
    ['SKIPPED', ['trailmend changed nothing.']],
    ['BLOCKED', ['Action required: trailmend cannot repair this trail until the issue below is resolved.']],
    ['FAILED', ['trailmend could not repair the trail.']],
  ])('is said of a trail that is %s, unless the detail says it', (outcome, action) => {
    expect(actionIn({ outcome })).toEqual([...action, ...DETAIL]);
  });

  test('does not contradict the calls of a run after which the trail is out of scope', () => {
    expect(actionIn({ outcome: 'SKIPPED', reason: 'excluded-by-tag', applied: [done(CREATE)] })).toEqual(DETAIL);
  });

  test('does not contradict the repair whose verification failed', () => {
    expect(actionIn({ outcome: 'FAILED', reason: 'not-delivered' })).toEqual(DETAIL);
  });
});
