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

const RECORD_ID = recordWith({}).id;

/** Complete messages: their order and their titles are what people get used to. */
describe('a message', () => {
  test('about a trail whose delivery was removed and repaired', () => {
    const { subject, text } = messageOf({
      outcome: 'FIXED',
      reason: 'repaired',
      detail: 'the detail',
      ...tampered('blanked'),
      findings: [ROLE, finding('not-encrypted', 'KmsKeyId is not set')],
      remaining: [
        finding('retention-short', 'an account policy overrides it', 'DescribeLogGroups', 'advised'),
        finding('not-encrypted', 'KmsKeyId is not set'),
        finding('retention-foreign', 'denied', 'ListTagsForResource', 'undecided'),
      ],
      plan: { steps: [CREATE, UPDATE], refused: [] },
      applied: [done(CREATE), done(UPDATE)],
      after: { logGroupArn: 'its-group', roleArn: 'its-role', isLogging: true },
      restore: ['aws cloudtrail update-trail --kms-key-id k'],
    });
    expect(subject).toBe('REPAIRED: CloudWatch Logs delivery removed from trail audit (us-east-1) by dana');
    expect(
      text,
    ).toBe(`What happened: CloudWatch Logs delivery removed from trail audit (us-east-1, account 111122223333).
Who did it: arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7, with UpdateTrail at 2026-11-20T09:00:00Z
What trailmend did: repaired it with CreateRole, UpdateTrail, and verified the repair by reading the trail again.
What to do: If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack: end its access first, or it can do it again.
  If code manages the trail, set its present log group and role in that code. Otherwise its next deployment removes them.

Links
  trail: https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails/${ID.arn}

What was wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)

Calls of trailmend
  CreateRole its-role: done
  UpdateTrail ${ID.arn}: done

Current state of the trail
  log group  its-group
  role       its-role
  logging    true

Other settings that were removed, and the AWS CLI commands that restore them (not applied by trailmend)
  aws cloudtrail update-trail --kms-key-id k

Recommendations (not remediated automatically)
  an account policy overrides it (retention-short, DescribeLogGroups)
  KmsKeyId is not set (not-encrypted, GetTrail)

Record
  ${ID.arn}: FIXED (repaired), ${RECORD_ID}
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
    expect(text).toBe(`What happened: CloudWatch Logs delivery missing on trail audit (us-east-1, account 111122223333).
Found by: the sweep of ${NOW}; no event names an actor.
What trailmend did: made CreateRole, but did not finish: UpdateTrail returned AccessDenied: no
What to do: This needs action by an administrator of the account.
  trailmend checks the trail again when it changes, and at each sweep.
  The commands of the remaining repair make the other changes by hand.

Links
  trail: https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails/${ID.arn}

What is wrong
  CloudWatchLogsRoleArn is not set (role-not-set, GetTrail)
  what it depends on (undecided: role-trust, GetRole)

Calls of trailmend
  CreateRole its-role: done
  UpdateTrail ${ID.arn}: stopped after 2 attempts because the trail was changed meanwhile

Why trailmend did not repair the rest
  not-logging: it may be parked

Ledger unavailable: trailmend could not read or update this trail's history
  PutItem returned X: no

The remaining repair as AWS CLI commands
  ${COMMANDS.update}

Record
  ${ID.arn}: BLOCKED (access-denied), ${RECORD_ID}
`);
  });

  test('about a trail that was sent to another log group', () => {
    const moved = [finding('target-changed', 'the log group is another')];
    const detail = 'The trail is weaker than its owner accepted.';
    const judged = { outcome: 'BLOCKED', reason: 'weakened', detail, whoCanAct: 'the owner of the trail' } as const;
    const { subject, text } = messageOf({ ...judged, findings: moved, remaining: moved });
    expect(subject).toBe('ACTION NEEDED: log group changed on trail audit (us-east-1) by dana');
    expect(text).toBe(`What happened: Log group changed on trail audit (us-east-1, account 111122223333).
Who did it: arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7, with UpdateTrail at 2026-11-20T09:00:00Z
What trailmend did: changed nothing: The trail is weaker than its owner accepted.
What to do: If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack: end its access first, or it can do it again.
  This needs action by the owner of the trail.
  trailmend checks the trail again when it changes, and at each sweep.

Links
  trail: https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails/${ID.arn}

What is weaker than its owner accepted
  the log group is another (target-changed, GetTrail)

Record
  ${ID.arn}: BLOCKED (weakened), ${RECORD_ID}
`);
  });

  test('about a deleted log group says that its events are gone', () => {
    const [event, actor] = messageOf({ ...tampered('log-group-deleted'), outcome: 'FIXED' }).text.split('\n');
    expect(event).toBe(
      "What happened: Log group deleted for trail audit (us-east-1, account 111122223333). The events in it are gone; look for them in the trail's S3 bucket.",
    );
    expect(actor).toContain('Who did it: arn:aws:iam::111122223333:user/dana');
  });
});

describe('what trailmend did', () => {
  const responseIn = (changes: Partial<OutcomeRecord>) =>
    messageOf({ detail: 'the detail', ...changes })
      .text.split('\n')[2]
      ?.replace('What trailmend did: ', '');

  test.each<[OutcomeRecord['outcome'], string]>([
    ['COMPLIANT', 'changed nothing: the detail'],
    ['WOULD_FIX', 'changed nothing: the detail'],
    ['FIXED', 'the detail'],
    ['VERIFIED', 'the detail'],
    ['SKIPPED', 'changed nothing: the detail'],
    ['BLOCKED', 'changed nothing: the detail'],
    ['FAILED', 'changed nothing: the detail'],
  ])('without a call for a trail that is %s (%s)', (outcome, response) => {
    expect(responseIn({ outcome })).toBe(response);
  });

  test.each<[OutcomeRecord['outcome'], string]>([
    ['COMPLIANT', 'the detail'],
    ['FIXED', 'repaired it with CreateRole, and verified the repair by reading the trail again.'],
    ['SKIPPED', 'made CreateRole, but did not finish: the detail'],
    ['BLOCKED', 'made CreateRole, but did not finish: the detail'],
    ['FAILED', 'made CreateRole, but did not finish: the detail'],
  ])('with a call for a trail that is %s (%s)', (outcome, response) => {
    expect(responseIn({ outcome, applied: [done(CREATE), done(CREATE)] })).toBe(response);
  });

  test('names each call of a run that could not restore the trail, or not finish', () => {
    const applied = [done(CREATE), done(UPDATE)];
    expect(responseIn({ outcome: 'BLOCKED', reason: 'weakened', applied })).toBe(
      'made CreateRole, UpdateTrail. the detail',
    );
    expect(responseIn({ outcome: 'FAILED', applied })).toBe(
      'made CreateRole, UpdateTrail, but did not finish: the detail',
    );
    expect(responseIn({ outcome: 'FAILED', applied, fromLedger: true })).toBe(
      'says the ledger, CreateRole, UpdateTrail. the detail',
    );
  });

  test('is a check after an earlier repair', () => {
    expect(responseIn({ outcome: 'FAILED', reason: 'not-delivered' })).toBe('the detail');
  });

  test('is one line that shows what it has, although texts of AWS have several lines', () => {
    const detail = 'no\n  really';
    expect(responseIn({ outcome: 'BLOCKED', detail })).toBe(String.raw`changed nothing: no\u000a really`);
  });
});
