import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type {
  EventRuleStatus,
  ForwarderQueue,
  ListedTrail,
  RegionScan,
} from '../../../../lambda/core/model/region-scan.ts';
import type { Subject } from '../../../../lambda/core/model/subject.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import {
  accountRecord,
  type IssueRecord,
  ledgerRecord,
  memberTrailRecord,
  regionRecord,
  regionsRecord,
  unlistedRegion,
  withheldRecord,
} from '../../../../lambda/core/outcome/account-records.ts';
import { countedRecord, deniedRecord } from '../../../../lambda/core/outcome/denial-records.ts';
import { eventRuleRecord } from '../../../../lambda/core/outcome/event-rule-record.ts';
import { forwarderQueueRecord } from '../../../../lambda/core/outcome/forwarder-records.ts';
import { settingsRecord, subscribersRecord } from '../../../../lambda/core/outcome/own-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { accountFacts } from '../../../support/account-facts.ts';
import { ID, NOW, PERFECT_TRAIL, triggerWith } from '../../../support/perfect-trail.ts';

const HEADER = { id: 'run-1', time: NOW, mode: 'fix', trigger: { kind: 'sweep', time: NOW } } as const;
const DENIED = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const CLOSED = { ...DENIED, message: 'explicit deny in a service control policy' };

const ofRegion = (scan: RegionScan) => regionRecord(HEADER, ID.account, scan);
const ofEventRule = (status: Fact<EventRuleStatus>) =>
  eventRuleRecord(HEADER, ID.account, 'eu-west-3', status, { status: 'untested' });
const QUEUE_URL = 'https://sqs.eu-west-3.amazonaws.com/111122223333/trailmend-not-forwarded';
const ofQueue = (queue: Fact<ForwarderQueue>) => forwarderQueueRecord(HEADER, ID.account, 'eu-west-3', queue);
const withEvents = (events: number, queueUrl = QUEUE_URL) =>
  ofQueue({ read: true, value: { status: 'found', queueUrl, events } });
const ofAccount = (...trails: readonly Partial<ListedTrail['trail']>[]) => {
  const listed = trails.map((changes) => ({ id: ID, trail: { ...PERFECT_TRAIL, ...changes } }));
  const facts = accountFacts([{ region: 'us-east-1', status: 'listed', trails: listed }]);
  return accountRecord(HEADER, ID.account, assessAccount(facts));
};

function recordOf(issue: IssueRecord | undefined): OutcomeRecord {
  if (!issue) throw new Error('There is no record.');
  return issue.record;
}

const REPLICA = { id: ID, trail: { ...PERFECT_TRAIL, homeRegion: 'eu-west-3' } };
const ofClosedHome = () => {
  const scans = [
    unlistedRegion('eu-west-3', CLOSED),
    { region: 'us-east-1', status: 'listed', trails: [REPLICA] } as const,
  ];
  return accountRecord(HEADER, ID.account, assessAccount(accountFacts(scans)));
};
const ofOneRegion = () => {
  const trail = { id: ID, trail: { ...PERFECT_TRAIL, isMultiRegion: false } };
  const scans = [
    { region: 'us-east-1', status: 'listed', trails: [trail] },
    { region: 'eu-west-3', status: 'listed', trails: [] },
  ] as const;
  return accountRecord(HEADER, ID.account, assessAccount(accountFacts(scans)));
};
const asIssue = (record: OutcomeRecord): IssueRecord => ({ record, issue: 'one' });

test.each<[string, IssueRecord | undefined]>([
  ['ACTION NEEDED: a trail of account 111122223333 is in a closed Region and is not judged', ofClosedHome()],
  ['ACTION NEEDED: no CloudTrail trail records some Regions of account 111122223333', ofOneRegion()],
  [
    'ACTION NEEDED: trailmend did not send all messages about account 111122223333',
    asIssue(withheldRecord(HEADER, ID.account, ['1 about tampering'])),
  ],
  [
    'ACTION NEEDED: the ledger of account 111122223333 has entries of another writer',
    ledgerRecord(HEADER, ID.account, ['one']),
  ],
  [
    'ACTION NEEDED: messages of trailmend may reach nobody',
    subscribersRecord(HEADER, ID.account, { read: true, value: 'none' }),
  ],
  [
    'ACTION NEEDED: could not read who receives the messages of trailmend',
    subscribersRecord(HEADER, ID.account, { read: false, why: 'denied' }),
  ],
  [
    'ACTION NEEDED: the settings of trailmend changed',
    asIssue(settingsRecord(HEADER, ID.account, ['Mode from "fix" to "dry-run"'])),
  ],
  ['ACTION NEEDED: could not list the trails in eu-west-3', ofRegion(unlistedRegion('eu-west-3', DENIED))],
  ['INFO: a service control policy closes eu-west-3', ofRegion(unlistedRegion('eu-west-3', CLOSED))],
  ['ACTION NEEDED: could not list enabled Regions', regionsRecord(HEADER, ID.account, DENIED)],
  ['ACTION NEEDED: trailmend receives no trail events from eu-west-3', ofEventRule({ read: true, value: 'disabled' })],
  ['ACTION NEEDED: trailmend may receive no trail events from eu-west-3', ofEventRule({ read: false, why: 'denied' })],
  ['ACTION NEEDED: events from eu-west-3 may not have reached trailmend', ofQueue({ read: false, why: 'denied' })],
  [
    'ACTION NEEDED: the forwarder in eu-west-3 has no queue trailmend-not-forwarded',
    ofQueue({ read: true, value: { status: 'missing' } }),
  ],
  ['ACTION NEEDED: no CloudTrail trail records account 111122223333', ofAccount()],
  ['ACTION NEEDED: no multi-Region CloudTrail trail records account 111122223333', ofAccount({ isMultiRegion: false })],
])('%s', (subject, issue) => {
  const record = recordOf(issue);
  const message = messageFor(record);
  expect(message.subject).toBe(subject);
  expect(message.subject.length).toBeLessThanOrEqual(99);
  expect(message.text.split('\n').slice(0, 5)).toEqual([
    expect.stringMatching(
      new RegExp(
        `^What happened: .${subject.replace(/^[A-Z ]+: ./, '').replace('eu-west-3', '$& \\(account \\d{12}\\)')}\\.$`,
      ),
    ),
    `Found by: the sweep of ${NOW}; no event names an actor.`,
    `What trailmend did: changed nothing: ${record.detail}`,
    `What to do: This needs action by ${record.whoCanAct}.`,
    '  trailmend checks it again at the next sweep.',
  ]);
});

describe('a message', () => {
  test('about an account shows what is wrong with its evidence', () => {
    const record = recordOf(ofAccount());
    const [noTrail, noMultiRegion] = record.remaining.map(({ evidence }) => evidence.saw);
    expect(messageFor(record).text).toBe(`What happened: No CloudTrail trail records account 111122223333.
Found by: the sweep of ${NOW}; no event names an actor.
What trailmend did: changed nothing: trailmend creates no trails: people decide what a trail records and where it delivers.
What to do: This needs action by an administrator of the account (create a multi-Region trail).
  trailmend checks it again at the next sweep.

What is wrong
  ${noTrail} (no-trail, DescribeTrails)
  ${noMultiRegion} (no-multi-region-trail, DescribeTrails)

Record
  BLOCKED (not-covered), run-1
`);
  });

  test('about events that were not forwarded says how to see the reason and how to empty the queue', () => {
    const message = messageFor(recordOf(withEvents(3)));
    expect(message.subject).toBe('ACTION NEEDED: events from eu-west-3 did not reach trailmend');
    expect(message.text).toBe(`What happened: Events from eu-west-3 (account 111122223333) did not reach trailmend.
Found by: the sweep of ${NOW}; no event names an actor.
What trailmend did: changed nothing: The dead-letter queue trailmend-not-forwarded in eu-west-3 contains about 3 events that EventBridge could not forward to the hub: ${QUEUE_URL}. Only sweeps find such changes of trails.
What to do: This needs action by the operator of trailmend (find the cause, then empty the queue).
  See the reason of each event, ERROR_CODE: aws sqs receive-message --message-attribute-names All --max-number-of-messages 10 --cli-input-json '{"QueueUrl":"${QUEUE_URL}"}' --region eu-west-3
  If it is NO_PERMISSIONS, check the policy of the event bus of the hub: docs/operations.md#regions.
  Then empty the queue: aws sqs purge-queue --cli-input-json '{"QueueUrl":"${QUEUE_URL}"}' --region eu-west-3
  trailmend checks it again at the next sweep.

Record
  BLOCKED (not-forwarded), run-1
`);
  });

  test('quotes the URL of the queue in commands', () => {
    expect(messageFor(recordOf(withEvents(1, '$(id)'))).text).toContain("--queue-url '$(id)' ");
  });

  test('without findings, and without a person who could act, leaves both out', () => {
    const { whoCanAct: _, ...record } = recordOf(ofRegion(unlistedRegion('eu-west-3', DENIED)));
    expect(messageFor(record).text).toBe(`What happened: Could not list the trails in eu-west-3 (account 111122223333).
Found by: the sweep of ${NOW}; no event names an actor.
What trailmend did: changed nothing: DescribeTrails returned AccessDeniedException: no
What to do: trailmend checks it again at the next sweep.

Record
  FAILED (unread-fact), run-1
`);
  });

  test('about a denied call that names no trail shows the call, and what to do about its caller', () => {
    const trigger = triggerWith({ eventName: 'StopLogging', tampering: 'denied-attempt', errorCode: 'AccessDenied' });
    const subject: Subject = { kind: 'region', region: 'eu-west-3', account: ID.account };
    const message = messageFor(deniedRecord({ ...HEADER, trigger }, subject));
    expect(message.subject).toBe('ATTEMPT DENIED: StopLogging on a trail in eu-west-3 by dana');
    expect(message.text).toBe(`What happened: AWS denied StopLogging on a trail in eu-west-3 (account 111122223333).
Who did it: arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7, with StopLogging at 2026-11-20T09:00:00Z (AccessDenied)
What trailmend did: changed nothing: The event says that AWS denied the call, and so changed nothing. No call of AWS can confirm it.
What to do: If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack.

Record
  SKIPPED (attempt-denied), run-1
`);
  });

  test('about denied calls that a sweep counted names how many, and what to do about their caller', () => {
    const call = { actor: 'erin', first: NOW, last: NOW, denied: true };
    const calls = [
      { ...call, eventName: 'StopLogging', count: 9 },
      { ...call, eventName: 'DeleteTrail', count: 2 },
    ];
    const { subject, text } = messageFor(countedRecord(HEADER, ID.account, [{ principal: 'erin', calls }]));
    expect(subject).toBe('ATTEMPT DENIED: 11 calls on trails of account 111122223333');
    expect(text.split('\n')[0]).toBe('What happened: AWS denied 11 calls on trails of account 111122223333.');
    expect(text).toContain('\nWhat to do: If erin was not authorized to do this, treat it as an attack.\n');
  });

  test('about a denied call has the other calls of the caller, and says whether it is the last of its hour', () => {
    const trigger = triggerWith({ eventName: 'StopLogging', tampering: 'denied-attempt' });
    const subject: Subject = { kind: 'region', region: 'eu-west-3', account: ID.account };
    const others = [{ eventName: 'DeleteTrail', actor: 'dana', count: 1, first: NOW, last: NOW, denied: true }];
    const record = deniedRecord({ ...HEADER, trigger }, subject, others);
    const repeated = `\n\nRepeated since the last message\n  dana, with DeleteTrail once, at ${NOW} (AWS denied it)\n`;
    expect(messageFor(record).text).toContain(repeated);
    expect(messageFor(record).text).not.toContain('More messages');
    expect(messageFor({ ...record, lastOfHour: 'It is the last one.' }).text).toContain(
      `${repeated}\nMore messages\n  It is the last one.\n`,
    );
  });

  test('about a denied call of a caller with a long name cuts the name', () => {
    const actor = { type: 'IAMUser', name: `arn:aws:iam::111122223333:user/${'a'.repeat(64)}` };
    const trigger = triggerWith({ eventName: 'StopLogging', tampering: 'denied-attempt', actor });
    const record = deniedRecord({ ...HEADER, trigger }, { kind: 'region', region: 'eu-west-3', account: ID.account });
    const start = 'ATTEMPT DENIED: StopLogging on a trail in eu-west-3 by ';
    expect(messageFor(record).subject).toBe(`${start}${'a'.repeat(99 - start.length - 2)}..`);
  });

  test('about an account without a multi-Region trail does not count what is undecided', () => {
    const record = recordOf(ofAccount());
    const findings = record.findings.map((finding) =>
      finding.rule === 'no-trail' ? { ...finding, verdict: 'undecided' as const } : finding,
    );
    expect(messageFor({ ...record, findings }).subject).toBe(
      'ACTION NEEDED: no multi-Region CloudTrail trail records account 111122223333',
    );
  });

  test('begins with a capital, unless it begins with the name trailmend', () => {
    const text = (record: OutcomeRecord) => messageFor(record).text;
    expect(text(withheldRecord(HEADER, ID.account, ['1']))).toMatch(/^What happened: trailmend did not send /);
    expect(text(settingsRecord(HEADER, ID.account, ['x']))).toMatch(
      /^What happened: The settings of trailmend changed/,
    );
  });

  test('links to the log of the function', () => {
    const log = { partition: 'aws', region: 'us-east-1', logGroupName: 'RemediatorLog' };
    expect(messageFor(recordOf(ofAccount()), log).text).toContain(
      "\nLinks\n  the function's log: https://console.aws.amazon.com/cloudwatch/home?region=us-east-1#logsV2:log-groups/log-group/RemediatorLog\n",
    );
  });

  test('with a reason that has no phrase names the reason', () => {
    const record = { ...recordOf(ofRegion(unlistedRegion('eu-west-3', DENIED))), reason: 'aws-error' } as const;
    expect(messageFor(record).subject).toBe('ACTION NEEDED: eu-west-3: aws-error');
  });
});

test.each<[IssueRecord | undefined, string]>([
  [ofRegion({ region: 'eu-west-3', status: 'listed', trails: [] }), 'eu-west-3: trailmend listed the trails'],
  [ofEventRule({ read: true, value: 'active' }), 'eu-west-3: The event rule delivers trail events to trailmend'],
  [withEvents(0), 'eu-west-3: The queue trailmend-not-forwarded is empty'],
  [regionsRecord(HEADER, ID.account, undefined), 'account 111122223333: trailmend listed the enabled Regions'],
  [ofAccount({ isMultiRegion: true }), 'account 111122223333: A multi-Region trail covers the account'],
])('%# a closed issue is reported as resolved, with what trailmend sees now', (issue, resolved) => {
  const record = recordOf(issue);
  const { subject, text } = messageFor(record);
  expect(subject).toBe(`INFO: issue resolved in ${resolved}`);
  expect(text).toContain('\nWhat to do: No action required.\n');
  expect(text).toContain(record.detail);
});

test('the place of a resolved issue has the account in the text', () => {
  const record = recordOf(ofRegion({ region: 'eu-west-3', status: 'listed', trails: [] }));
  expect(messageFor(record).text).toContain(
    'Issue resolved in eu-west-3 (account 111122223333): trailmend listed the trails',
  );
});

test('an organization trail that a member account sees has the message of a trail', () => {
  expect(messageFor(memberTrailRecord(HEADER, ID)).subject).toBe('ACTION NEEDED: check of trail audit (us-east-1)');
});
