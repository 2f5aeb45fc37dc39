import { describe, expect, test } from '@jest/globals';
import { NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { AppliedStep, OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { RuleId } from '../../../../lambda/core/model/rule-catalog.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { trailSubject } from '../../../../lambda/core/model/subject.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { planFor } from '../../../../lambda/core/planning/plan.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import {
  blankedFacts,
  ID,
  PERFECT_TRAIL,
  REPAIR_FACTS,
  recordWith,
  settingsWith,
  TRIGGER,
} from '../../../support/perfect-trail.ts';

const START: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: ['not-logging'] };
const SWEEP = { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } as const;

function text(changes: Partial<OutcomeRecord>): string {
  return messageFor(recordWith(changes)).text;
}

test('a call is reported with its caller, its address and its time', () => {
  expect(text({})).toContain(
    'Last change: arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7, with UpdateTrail at 2026-11-20T09:00:00Z\n',
  );
  const { sourceIp: _none, ...actor } = TRIGGER.actor;
  expect(text({ trigger: { ...TRIGGER, actor, errorCode: 'AccessDenied' } })).toContain(
    'user/dana (IAMUser), with UpdateTrail at 2026-11-20T09:00:00Z (AccessDenied)\n',
  );
});

test('every call of trailmend is reported with its result', () => {
  const error = { operation: 'StartLogging', code: 'ConflictException', message: 'busy' };
  const applied: OutcomeRecord['applied'] = [
    { step: START, result: 'done', attempts: 1, requestId: 'r-1' },
    { step: START, result: 'done', attempts: 4 },
    { step: START, result: 'failed', attempts: 2, error },
    { step: START, result: 'not-attempted', attempts: 0 },
    { step: START, result: 'outdated', attempts: 2 },
  ];
  const lines = text({ applied })
    .split('\n')
    .filter((line) => line.includes(`StartLogging ${ID.arn}`));
  expect(lines.map((line) => line.split(ID.arn)[1])).toEqual([
    ': done',
    ': done after 4 attempts',
    ': failed after 2 attempts: ConflictException: busy',
    ': not attempted because a call that it needs did not succeed',
    ': stopped after 2 attempts because the trail was changed meanwhile',
  ]);
});

test('a call is reported with what it changed: a filter with its group, a group, a role, a trail', () => {
  const PREPARED = { needs: [], repairs: [] } as const;
  const filter: Step = {
    operation: 'PutMetricFilter',
    input: { logGroupName: 'its-group', filterName: 'its-filter', filterPattern: '{}', metricTransformations: [] },
    ...PREPARED,
  };
  const retain: Step = {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: 'its-group', retentionInDays: 365 },
    ...PREPARED,
  };
  const policy: Step = {
    operation: 'PutRolePolicy',
    input: { RoleName: 'its-role', PolicyName: 'its-policy', PolicyDocument: '{}' },
    ...PREPARED,
  };
  const update: Step = {
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'its-group', CloudWatchLogsRoleArn: 'its-role' },
    ...PREPARED,
  };
  const applied = [filter, retain, policy, update].map((step): AppliedStep => ({ step, result: 'done', attempts: 1 }));
  expect(text({ applied })).toContain(
    [
      'Calls of trailmend',
      'PutMetricFilter its-filter of its-group: done',
      'PutRetentionPolicy its-group: done',
      'PutRolePolicy its-role: done',
      `UpdateTrail ${ID.arn}: done\n`,
    ].join('\n  '),
  );
});

test('findings with the same evidence share a line, and an evidence that the reason says is not repeated', () => {
  const unread = (rule: RuleId): Finding => ({
    rule,
    verdict: 'undecided',
    evidence: { source: 'GetRole', saw: 'GetRole returned AccessDenied: no' },
  });
  const changes = { outcome: 'FAILED', remaining: [unread('role-missing'), unread('role-trust')] } as const;
  expect(text(changes)).toContain('GetRole returned AccessDenied: no (undecided: role-missing, role-trust, GetRole)\n');
  const reason = text({ ...changes, detail: 'could not read the role: GetRole returned AccessDenied: no' });
  expect(reason).toContain('What is wrong\n  undecided: role-missing, role-trust\n');
});

test('refusals with the same reason share a line', () => {
  const refused = (['role-trust', 'role-permissions'] as const).map(
    (rule) => ({ rule, reason: 'undecided', detail: 'it is unclear', whoCanAct: 'the owner' }) as const,
  );
  const plan = { steps: [], refused };
  const section = 'Why trailmend did not repair the rest\n  role-trust, role-permissions: it is unclear\n';
  expect(text({ outcome: 'BLOCKED', plan })).toContain(section);
  expect(text({ outcome: 'BLOCKED', plan, detail: 'it is unclear' })).not.toContain('Why trailmend');
});

test('an error of a call that the reason says, or an earlier call, has its code only', () => {
  const failed = { step: START, result: 'failed', attempts: 1 } as const;
  const error = { operation: 'StartLogging', code: 'ConflictException', message: 'it is busy' };
  const applied = [failed, failed].map((one) => ({ ...one, error }));
  const lines = (detail: string) => text({ outcome: 'FAILED', detail, applied }).split('it is busy').length - 1;
  expect([lines('failed'), lines('StartLogging returned ConflictException: "it is busy"')]).toEqual([1, 1]);
  expect(text({ outcome: 'FAILED', detail: 'no', applied })).toContain(`${ID.arn}: failed: ConflictException\n`);
});

describe('repeated calls', () => {
  const repeats = [
    { eventName: 'StopLogging', actor: 'dana', count: 9, first: 'T1', last: 'T2', denied: false },
    { eventName: 'DeleteTrail', actor: 'erin', count: 1, first: 'T3', last: 'T3', denied: true },
  ];
  const DANA = 'dana, with StopLogging 9 times from T1 to T2';
  const ERIN = 'erin, with DeleteTrail once, at T3 (AWS denied it)';

  test('that a sweep reports are in the first lines, with what to do', () => {
    const lines = text({ trigger: SWEEP, repeats }).split('\n');
    expect(lines[1]).toBe(`Who did it: ${DANA}; ${ERIN}. The sweep of ${SWEEP.time} counted it.`);
    expect(lines[2]).toBe('What trailmend did: checked the trail now: The trail is compliant.');
    expect(lines[3]).toContain('What to do: If dana was not authorized to do this, treat it as an attack: end');
  });

  test('that a sweep reports after a call of its own are beside that call', () => {
    const applied: OutcomeRecord['applied'] = [{ step: START, result: 'done', attempts: 1 }];
    const record = { trigger: SWEEP, repeats, outcome: 'BLOCKED', reason: 'scp', applied } as const;
    expect(text(record)).toContain('\nWhat trailmend did: made StartLogging, but did not finish: ');
  });

  test('name some of the trails that AWS denied', () => {
    const examples = ['audit (us-east-1)', 'other (eu-west-1)'];
    const denied = repeats.slice(1).map((one) => ({ ...one, examples }));
    expect(text({ trigger: SWEEP, repeats: denied }).split('\n')[1]).toBe(
      `Who did it: ${ERIN}, for example on ${examples.join(', ')}. The sweep of ${SWEEP.time} counted it.`,
    );
  });

  test('that another call reports are in their own section', () => {
    const message = text({ repeats });
    expect(message).toContain(`\n\nRepeated since the last message\n  ${DANA}\n  ${ERIN}\n\n`);
    expect(message).toContain('\nLast change: arn:aws:iam::111122223333:user/dana');
    expect(message).toContain('\nWhat trailmend did: changed nothing: ');
    expect(text({})).not.toContain('Repeated since');
  });
});

describe('links', () => {
  const state = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: '', isLogging: true };
  const log = { partition: 'aws-us-gov', region: 'us-gov-west-1', logGroupName: '/aws/x' };

  test('open the trail, its log group and the log of the function in the console', () => {
    expect(messageFor(recordWith({ before: state }), log).text).toContain(
      [
        'Links',
        `trail: https://console.aws.amazon.com/cloudtrailv2/home?region=us-east-1#/trails/${ID.arn}`,
        'log group: https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/audit-logs',
        "the function's log: https://console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#logsV2:log-groups/log-group/$252Faws$252Fx\n",
      ].join('\n  '),
    );
  });

  test.each([
    ['aws-cn', 'https://console.amazonaws.cn/cloudtrailv2/'],
    ['aws-us-gov', 'https://console.amazonaws-us-gov.com/cloudtrailv2/'],
  ])('are those of the partition %s', (partition, start) => {
    const arn = ID.arn.replace('arn:aws:', `arn:${partition}:`);
    expect(text({ subject: { ...trailSubject(ID), arn } })).toContain(`\n  trail: ${start}`);
  });

  test('are missing where the console has no known address, and for a deleted trail', () => {
    const arn = ID.arn.replace('arn:aws:', 'arn:aws-iso:');
    expect(text({ subject: { ...trailSubject(ID), arn } })).not.toContain('https:');
    for (const reason of ['trail-deleted', 'trail-gone'] as const) {
      expect(text({ outcome: 'SKIPPED', reason })).not.toContain('https:');
    }
  });
});

describe('the current state of the trail', () => {
  test('is in the message when something was written', () => {
    expect(text({})).not.toContain('Current state of the trail');
    const after = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: '', isLogging: 'unread' } as const;
    expect(text({ after })).toMatch(
      /Current state of the trail\n {2}log group +arn:\S+:\*\n {2}role +none\n {2}logging +unread\n/,
    );
  });

  test('says that a trail names no log group', () => {
    const after = { logGroupArn: '', roleArn: PERFECT_TRAIL.roleArn, isLogging: false } as const;
    expect(text({ after })).toContain(
      `Current state of the trail\n  log group  none\n  role       ${PERFECT_TRAIL.roleArn}\n  logging    false\n`,
    );
  });
});

test('what a sweep found is reported as found, and blames nobody', () => {
  const found = text({ trigger: SWEEP });
  expect(found).toContain('\nFound by: the sweep of 2026-11-20T09:00:00.000Z; no event names an actor.\n');
  expect(found).not.toContain('attack');
});

test('a run without the ledger says so, and why', () => {
  expect(text({})).not.toContain('Ledger');
  expect(text({ ledgerError: 'GetItem returned AccessDenied: no' })).toContain(
    "Ledger unavailable: trailmend could not read or update this trail's history\n  GetItem returned AccessDenied: no\n",
  );
});

test('the options are in the message about a trail that is left alone because of its cost, and in no other', () => {
  const cost = text({ outcome: 'BLOCKED', reason: 'cost' });
  expect(cost).toContain('Your options\n');
  expect(cost).toContain(
    `aws cloudtrail add-tags --resource-id ${ID.arn} --tags-list Key=trailmend:data-events,Value=fix`,
  );
  expect(text({ outcome: 'BLOCKED', reason: 'scp' })).not.toContain('Your options');
});

test('the last message of an hour says that others were not sent', () => {
  expect(text({ lastOfHour: 'This is the last one.' })).toContain('\n\nMore messages\n  This is the last one.\n\n');
  expect(text({})).not.toContain('More messages');
});

test('a message that the chat did not get says so, and why, and no other does', () => {
  const note = '\nNot in chat\n  The chat did not get this message: no topic\n';
  expect(messageFor(recordWith({}), undefined, 'no topic').text).toContain(note);
  expect(messageFor(recordWith({})).text).not.toContain('Not in chat');
});

test('a denied call on a trail says who denied it', () => {
  const trigger = { ...TRIGGER, eventName: 'StopLogging', tampering: 'denied-attempt' } as const;
  const [event] = text({ trigger, outcome: 'SKIPPED', reason: 'attempt-denied' }).split('\n');
  expect(event).toBe('What happened: AWS denied StopLogging on trail audit (us-east-1, account 111122223333).');
});

test('events in a deleted log stream are gone', () => {
  const trigger = { ...TRIGGER, tampering: 'log-stream-deleted' } as const;
  expect(text({ trigger, outcome: 'FIXED' }).split('\n')[0]).toContain('). The events in it are gone; look for them');
});

test('the commands that restore a weakened trail, and the one that accepts it, have titles of their own', () => {
  const weakened = {
    outcome: 'BLOCKED',
    reason: 'weakened',
    restore: ['aws one'],
    accept: { value: '0123abcd' },
  } as const;
  expect(text(weakened)).toContain(
    '\n\nThe AWS CLI commands that restore the trail (not applied by trailmend)\n  aws one\n\nThe AWS CLI command that accepts the weaker settings\n  aws cloudtrail add-tags ',
  );
});

test('what the owner accepted is not what is wrong', () => {
  const evidence = { source: 'GetTrail', saw: 'KmsKeyId is not set; accepted: k' };
  const message = text({ remaining: [{ rule: 'key-changed', verdict: 'advised', evidence }] });
  expect(message).toContain(
    '\n\nWhat its owner accepted\n  KmsKeyId is not set; accepted: k (key-changed, GetTrail)\n',
  );
  expect(message).not.toContain('What is w');
});

test('what was left out of a message is named, with the place of the full record', () => {
  const { id } = recordWith({});
  expect(text({ cut: ['plan.steps', 'applied'] })).toContain(
    `\n\nOmitted because the message would be too long\n  plan.steps, applied. The function's log has the full record: search it for ${id}.\n`,
  );
});

test('a long name of a trail is complete in the text', () => {
  const name = `${'a'.repeat(127)}z`;
  expect(text({ subject: { ...trailSubject(ID), name } })).toContain(name);
});

test('the message about a new group with all its filters fits what SNS accepts', () => {
  const settings = settingsWith({ metricFilters: 'cis' });
  const facts = blankedFacts();
  const plan = planFor(
    { facts, findings: assess(facts, settings, NO_HISTORY), scope: { scope: 'in' } },
    { trigger: TRIGGER, settings, repairFacts: REPAIR_FACTS },
  );
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
