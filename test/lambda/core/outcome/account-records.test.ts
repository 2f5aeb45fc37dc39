import { describe, expect, test } from '@jest/globals';
import { outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import type { ListedTrail, Recording, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import {
  accountRecord,
  memberTrailRecord,
  regionRecord,
  regionsRecord,
  unlistedRegion,
} from '../../../../lambda/core/outcome/account-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { accountFacts, RECORDING } from '../../../support/account-facts.ts';
import { ID, PERFECT_TRAIL, read } from '../../../support/perfect-trail.ts';
import { expectIssue, HEADER, type IssueCase } from './issue-case.ts';

const ACCOUNT = { kind: 'account', account: ID.account } as const;
const ERROR = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const BY_SCP = 'explicit deny in a service control policy';

const ofRegion = (scan: RegionScan) => regionRecord(HEADER, ID.account, scan);
const trail = (isMultiRegion: boolean): ListedTrail => ({ id: ID, trail: { ...PERFECT_TRAIL, isMultiRegion } });
const findingsWith = (...trails: readonly ListedTrail[]) =>
  assessAccount(accountFacts([{ region: 'us-east-1', status: 'listed', trails }]));
const ofAccount = (...trails: readonly ListedTrail[]) => accountRecord(HEADER, ID.account, findingsWith(...trails));

test.each<IssueCase>([
  [
    'a Region that a service control policy closes',
    ofRegion(unlistedRegion('eu-west-3', { ...ERROR, message: BY_SCP })),
    'region eu-west-3',
    {
      outcome: 'SKIPPED',
      reason: 'region-closed',
      detail: `A service control policy closes the Region: DescribeTrails returned AccessDeniedException: "${BY_SCP}"`,
      whoCanAct: 'an administrator of the organization',
    },
  ],
  [
    'a Region whose trails could not be listed',
    ofRegion(unlistedRegion('eu-west-3', ERROR)),
    'region eu-west-3',
    {
      outcome: 'FAILED',
      reason: 'unread-fact',
      stage: 'observe',
      detail: 'DescribeTrails returned AccessDeniedException: no',
      whoCanAct: 'an administrator of the account',
    },
  ],
  [
    'a Region whose trails were listed',
    ofRegion({ region: 'eu-west-3', status: 'listed', trails: [] }),
    'region eu-west-3',
    { outcome: 'COMPLIANT', reason: 'nothing-to-do', detail: 'trailmend listed the trails.' },
  ],
  [
    'Regions that could not be listed',
    regionsRecord(HEADER, ID.account, ERROR),
    'regions',
    {
      subject: ACCOUNT,
      outcome: 'FAILED',
      reason: 'unread-fact',
      stage: 'observe',
      detail:
        'DescribeTrails returned AccessDeniedException: no: trailmend covered only its own Region, and those with a forwarder',
      whoCanAct: 'an administrator of the account',
    },
  ],
  [
    'Regions that were listed',
    regionsRecord(HEADER, ID.account, undefined),
    'regions',
    {
      subject: ACCOUNT,
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'trailmend listed the enabled Regions.',
    },
  ],
  [
    'an account with a multi-Region trail',
    ofAccount(trail(true)),
    'account',
    {
      subject: ACCOUNT,
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'A multi-Region trail covers the account.',
    },
  ],
  [
    'an account without a multi-Region trail',
    ofAccount(trail(false)),
    'account',
    {
      subject: ACCOUNT,
      outcome: 'BLOCKED',
      reason: 'not-covered',
      detail: 'trailmend creates no trails: people decide what a trail records and where it delivers.',
      whoCanAct: 'an administrator of the account (create a multi-Region trail)',
      findings: findingsWith(trail(false)),
      remaining: findingsWith(trail(false)),
    },
  ],
])('%s has a record and an issue', (_what, found, issue, expected) => {
  expectIssue(found, issue, expected);
});

test.each<[string, string, 'closed' | 'unread']>([
  ['AccessDenied', BY_SCP, 'closed'],
  ['UnauthorizedOperation', `UnauthorizedOperation: with an ${BY_SCP}`, 'closed'],
  ['AccessDeniedException', 'no', 'unread'],
  ['ThrottlingException', BY_SCP, 'unread'],
])('a Region is judged by the error of its listing: %s (%s) means %s', (code, message, status) => {
  const error = { ...ERROR, code, message };
  expect(unlistedRegion('eu-west-3', error)).toEqual({ region: 'eu-west-3', status, error });
});

describe('there is no record', () => {
  test('of a Region for which the sweep had no time', () => {
    expect(ofRegion({ region: 'us-east-1', status: 'postponed' })).toBeUndefined();
  });

  test('of an account of which nobody knows whether it is covered', () => {
    const undecided = assessAccount(accountFacts([{ region: 'us-east-1', status: 'postponed' }]));
    expect(undecided.map(({ verdict }) => verdict)).toEqual(['undecided', 'undecided']);
    expect(accountRecord(HEADER, ID.account, undecided)).toBeUndefined();
  });
});

test('an account is judged by one violated rule, although the other is undecided', () => {
  const [noTrail, noMultiRegion] = findingsWith();
  if (!noTrail || !noMultiRegion) throw new Error('An account without trails violates both rules.');
  const findings = [{ ...noTrail, verdict: 'undecided' as const }, noMultiRegion];
  expect(accountRecord(HEADER, ID.account, findings)?.record).toMatchObject({ outcome: 'BLOCKED', findings });
  const rules = ofAccount(trail(false))?.record.findings.map(({ rule }) => rule);
  expect(rules).toEqual(['no-multi-region-trail']);
});

test('an account with a trail in a closed Region names the trail, unless more is wrong', () => {
  const elsewhere = { ...trail(true), trail: { ...PERFECT_TRAIL, homeRegion: 'eu-west-3' } };
  const scans: RegionScan[] = [
    unlistedRegion('eu-west-3', { ...ERROR, message: BY_SCP }),
    { region: 'us-east-1', status: 'listed', trails: [elsewhere] },
  ];
  const recordWith = (recording?: Recording) =>
    accountRecord(HEADER, ID.account, assessAccount(accountFacts(scans, recording)))?.record;
  expect(recordWith()).toMatchObject({
    subject: ACCOUNT,
    outcome: 'SKIPPED',
    reason: 'not-judged',
    detail: `trailmend judges a trail only in its home Region: other Regions list ${ID.arn}, whose home Region a service control policy closes.`,
    whoCanAct: 'an administrator of the organization',
  });
  const rules = ['no-trail', 'no-multi-region-trail', 'trail-not-judged'];
  const stopped = recordWith({ ...RECORDING, isLogging: read(false) });
  expect(stopped).toMatchObject({
    outcome: 'BLOCKED',
    reason: 'not-covered',
    findings: rules.map((rule) => ({ rule })),
  });
  const unread = recordWith({ ...RECORDING, isLogging: { read: false, why: 'denied' } });
  expect(unread).toMatchObject({ outcome: 'SKIPPED', reason: 'not-judged', findings: rules.map((rule) => ({ rule })) });
});

test("an organization trail that a member account sees is left to its owner's account", () => {
  const record = memberTrailRecord(HEADER, ID);
  expect(record).toMatchObject({
    subject: { kind: 'trail', arn: ID.arn },
    trailArn: ID.arn,
    outcome: 'SKIPPED',
    reason: 'organization-member',
    detail: expect.any(String),
    whoCanAct: expect.any(String),
  });
  expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
});
