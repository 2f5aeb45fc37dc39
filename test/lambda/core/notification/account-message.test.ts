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
  memberTrailRecord,
  regionRecord,
  regionsRecord,
  unlistedRegion,
} from '../../../../lambda/core/outcome/account-records.ts';
import { deniedRecord } from '../../../../lambda/core/outcome/denial-records.ts';
import { eventRuleRecord } from '../../../../lambda/core/outcome/event-rule-record.ts';
import { forwarderQueueRecord } from '../../../../lambda/core/outcome/forwarder-records.ts';
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

test.each<[string, IssueRecord | undefined]>([
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
    expect.stringContaining(subject.replace(/^[A-Z ]+: ./, '')),
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
    expect(message.text).toBe(`What happened: Events from eu-west-3 did not reach trailmend, account 111122223333.
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
    expect(messageFor(record).text).toBe(`What happened: Could not list the trails in eu-west-3, account 111122223333.
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
    expect(message.text).toBe(`What happened: AWS denied StopLogging on a trail in eu-west-3, account 111122223333.
Who did it: arn:aws:iam::111122223333:user/dana (IAMUser) from 198.51.100.7, with StopLogging at 2026-11-20T09:00:00Z (AccessDenied)
What trailmend did: changed nothing: The event says that AWS denied the call, and so changed nothing. No call of AWS can confirm it.
What to do: If arn:aws:iam::111122223333:user/dana was not authorized to do this, treat it as an attack.

Record
  SKIPPED (attempt-denied), run-1
`);
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

test.each<[string, IssueRecord | undefined]>([
  ['eu-west-3', ofRegion({ region: 'eu-west-3', status: 'listed', trails: [] })],
  ['eu-west-3', ofEventRule({ read: true, value: 'active' })],
  ['eu-west-3', withEvents(0)],
  ['account 111122223333', regionsRecord(HEADER, ID.account, undefined)],
  ['account 111122223333', ofAccount({ isMultiRegion: true })],
])('a closed issue of %s is reported as resolved', (place, issue) => {
  const record = recordOf(issue);
  const { subject, text } = messageFor(record);
  expect(subject).toBe(`INFO: the issue in ${place} is resolved`);
  expect(text).toContain('\nWhat to do: No action required.\n');
  expect(text).toContain(record.detail);
});

test('an organization trail that a member account sees has the message of a trail', () => {
  expect(messageFor(memberTrailRecord(HEADER, ID)).subject).toBe('ACTION NEEDED: check of trail audit (us-east-1)');
});
