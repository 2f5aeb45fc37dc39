import { expect, test } from '@jest/globals';
import { outcomeRecord } from '../../../../lambda/contract/outcome-record.schema.ts';
import type { Fact } from '../../../../lambda/core/model/facts.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { EventRuleStatus, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import type { SweepTrigger } from '../../../../lambda/core/model/trigger.ts';
import { messageFor } from '../../../../lambda/core/notification/trail-message.ts';
import {
  accountRecord,
  listeningRecord,
  memberRecord,
  regionRecord,
  regionsUnreadRecord,
  type SweepRecord,
  unlistedRegion,
} from '../../../../lambda/core/outcome/account-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { ID, NOW } from '../../../support/perfect-trail.ts';
import { trailIn } from '../../app/sweep/swept-account.ts';

const STAMP = { id: 'run-1', time: NOW, mode: 'fix' } as const;
const TRIGGER: SweepTrigger = { kind: 'sweep', time: NOW };
const ACCOUNT = { partition: 'aws', account: ID.account };
const DENIED = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const CLOSED = { ...DENIED, message: 'explicit deny in a service control policy' };

const regional = (seen: RegionScan) => regionRecord(STAMP, TRIGGER, ACCOUNT, seen);
const heard = (seen: Fact<EventRuleStatus>) => listeningRecord(STAMP, TRIGGER, ACCOUNT, 'eu-west-3', seen);
const wide = (...trails: ReturnType<typeof trailIn>[]) =>
  accountRecord(STAMP, TRIGGER, ACCOUNT, assessAccount([{ region: 'us-east-1', seen: 'listed', trails }]));

test.each<[string, SweepRecord | undefined]>([
  ['FAILED: trails of eu-west-3 could not be listed', regional(unlistedRegion('eu-west-3', DENIED))],
  ['SKIPPED: region eu-west-3 is closed by a service control policy', regional(unlistedRegion('eu-west-3', CLOSED))],
  ['FAILED: the regions of the account could not be listed', regionsUnreadRecord(STAMP, TRIGGER, ACCOUNT, DENIED)],
  ['BLOCKED: changes of trails in eu-west-3 go unheard', heard({ read: true, value: 'rule-disabled' })],
  ['FAILED: whether changes of trails in eu-west-3 are heard is not known', heard({ read: false, why: 'denied' })],
  ['BLOCKED: account 111122223333 has no CloudTrail trail', wide()],
  ['BLOCKED: account 111122223333 has no multi-region CloudTrail trail', wide(trailIn('us-east-1'))],
])('%s', (subject, about) => {
  if (!about) throw new Error('there is no record');
  const message = messageFor(about.record, about.id);
  expect(message.subject).toBe(subject);
  expect(message.subject.length).toBeLessThanOrEqual(99);
  expect(message.text).toContain(`${subject}.\n`);
  expect(message.text).toContain(about.record.detail);
  expect(message.text).toContain(`Found by the sweep of ${NOW}`);
  expect(message.text).toContain(`Who can act: ${about.record.whoCanAct}.`);
  expect(outcomeRecord.safeParse(about.record).error).toBeUndefined();
});

test('what is wrong with an account is told with its evidence', () => {
  const about = wide();
  if (!about) throw new Error('there is no record');
  expect(messageFor(about.record, about.id).text).toBe(`BLOCKED: account 111122223333 has no CloudTrail trail.

trailmend makes no trails: where they deliver to, and what they record, is for people to decide.
Account: 111122223333

Found by the sweep of ${NOW}

What is wrong
  no trail in any region: us-east-1 (no-trail, DescribeTrails)
  no multi-region trail in any region: us-east-1 (no-multi-region-trail, DescribeTrails)

What to do now
  Who can act: an administrator of the account, by making a multi-region trail.
  trailmend looks again at the next sweep.
`);
});

test('a message without findings, and without anybody who could act, leaves both out', () => {
  const about = regional(unlistedRegion('eu-west-3', DENIED));
  if (!about) throw new Error('there is no record');
  const { whoCanAct: _, ...record } = about.record;
  expect(messageFor(record, about.id).text).toBe(`FAILED: trails of eu-west-3 could not be listed.

DescribeTrails answered AccessDeniedException: no
Account: 111122223333

Found by the sweep of ${NOW}

What to do now
  trailmend looks again at the next sweep.
`);
});

test.each<[string, SweepRecord | undefined, Partial<OutcomeRecord>]>([
  [
    'a region that the organization closes',
    regional(unlistedRegion('eu-west-3', CLOSED)),
    {
      trailArn: 'arn:aws:cloudtrail:eu-west-3:111122223333:trail/*',
      outcome: 'SKIPPED',
      reason: 'region-closed',
      detail: `A service control policy closes the region: DescribeTrails answered AccessDeniedException: ${CLOSED.message}`,
      whoCanAct: 'an administrator of the organization',
    },
  ],
  [
    'a region that is unread',
    regional(unlistedRegion('eu-west-3', DENIED)),
    {
      outcome: 'FAILED',
      reason: 'unread-fact',
      stage: 'observe',
      detail: 'DescribeTrails answered AccessDeniedException: no',
      whoCanAct: 'an administrator of the account',
    },
  ],
  [
    'regions that nobody could list',
    regionsUnreadRecord(STAMP, TRIGGER, ACCOUNT, DENIED),
    {
      trailArn: 'arn:aws:cloudtrail:*:111122223333:trail/*',
      outcome: 'FAILED',
      reason: 'unread-fact',
      stage: 'observe',
      detail:
        "DescribeTrails answered AccessDeniedException: no: only the regions of trailmend's own stacks were swept",
      whoCanAct: 'an administrator of the account',
    },
  ],
  [
    'a rule that could not be read',
    heard({ read: false, why: 'denied' }),
    {
      outcome: 'FAILED',
      reason: 'not-listening',
      stage: 'observe',
      detail: 'Whether the EventBridge rule trailmend-trail-changes in eu-west-3 is in order could not be read: denied',
      whoCanAct: 'an administrator of the account',
    },
  ],
  ...(
    [
      ['rule-missing', 'does not exist'],
      ['rule-disabled', 'is disabled'],
      ['rule-changed', 'has another event pattern than trailmend gave it'],
      ['rule-without-target', 'does not hand on what it hears'],
    ] as const
  ).map(([value, what]): [string, SweepRecord | undefined, Partial<OutcomeRecord>] => [
    value,
    heard({ read: true, value }),
    {
      outcome: 'BLOCKED',
      reason: 'not-listening',
      detail: `the EventBridge rule trailmend-trail-changes in eu-west-3 ${what}: changes of trails there may be found by sweeps alone.`,
      whoCanAct: 'whoever deploys trailmend, by deploying it again',
    },
  ]),
])('%s is told in a record', (_what, about, expected) => {
  expect(about?.record).toEqual({
    version: 1,
    ...STAMP,
    trailArn: 'arn:aws:cloudtrail:eu-west-3:111122223333:trail/*',
    trigger: TRIGGER,
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...expected,
  });
});

test('nothing is told of an account of which nobody knows whether it is covered', () => {
  const undecided = assessAccount([{ region: 'us-east-1', seen: 'left' }]);
  expect(undecided.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided']);
  expect(accountRecord(STAMP, TRIGGER, ACCOUNT, undecided)).toBeUndefined();
});

test('the record of an account holds its findings, at first and at last', () => {
  const record = wide(trailIn('us-east-1'))?.record;
  expect(record?.findings.map(({ rule }) => rule)).toEqual(['no-multi-region-trail']);
  expect(record?.remaining).toEqual(record?.findings);
});

test.each<[string, SweepRecord | undefined]>([
  ['eu-west-3', regional({ region: 'eu-west-3', seen: 'listed', trails: [] })],
  ['eu-west-3', heard({ read: true, value: 'yes' })],
  ['account 111122223333', wide(trailIn('us-east-1', 'audit', { isMultiRegion: true }))],
])('what was wrong in %s is told to be put right', (where, about) => {
  if (!about) throw new Error('there is no record');
  const { subject, text } = messageFor(about.record, about.id);
  expect(subject).toBe(`COMPLIANT: what was wrong in ${where} is put right`);
  expect(text).toContain(about.record.detail);
  expect(outcomeRecord.safeParse(about.record).error).toBeUndefined();
});

test('nothing is said of a region that was not reached, nor of an account that was not read as a whole', () => {
  expect(regional({ region: 'us-east-1', seen: 'left' })).toBeUndefined();
  const undecided = assessAccount([{ region: 'us-east-1', seen: 'left' }]);
  expect(undecided).not.toEqual([]);
  expect(accountRecord(STAMP, TRIGGER, ACCOUNT, undecided)).toBeUndefined();
});

test("an organization's trail keeps its own name", () => {
  const { record, id } = memberRecord(STAMP, TRIGGER, ID);
  expect(record).toMatchObject({ trailArn: ID.arn, outcome: 'SKIPPED', reason: 'organization-member' });
  expect(messageFor(record, id).subject).toBe('SKIPPED: trail audit (us-east-1) was looked at');
});
