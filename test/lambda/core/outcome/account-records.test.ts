import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import type { ProbeResult } from '../../../../lambda/core/model/probe.ts';
import type { EventRuleStatus, ListedTrail, Recording, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import {
  accountRecord,
  eventRuleRecord,
  type IssueRecord,
  memberTrailRecord,
  regionRecord,
  regionsRecord,
  unlistedRegion,
} from '../../../../lambda/core/outcome/account-records.ts';
import { assessAccount } from '../../../../lambda/core/rules/account.ts';
import { accountFacts, RECORDING } from '../../../support/account-facts.ts';
import { ID, NOW, PERFECT_TRAIL, read } from '../../../support/perfect-trail.ts';

const HEADER = { id: 'run-1', time: NOW, mode: 'fix', trigger: { kind: 'sweep', time: NOW } } as const;
const REGION = { kind: 'region', region: 'eu-west-3', account: ID.account } as const;
const ACCOUNT = { kind: 'account', account: ID.account } as const;
const ERROR = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };
const BY_SCP = 'explicit deny in a service control policy';

const ofRegion = (scan: RegionScan) => regionRecord(HEADER, ID.account, scan);
const ofEventRule = (status: Fact<EventRuleStatus>, probe: ProbeResult = { status: 'untested' }) =>
  eventRuleRecord(HEADER, ID.account, 'eu-west-3', status, probe);
const trail = (isMultiRegion: boolean): ListedTrail => ({ id: ID, trail: { ...PERFECT_TRAIL, isMultiRegion } });
const findingsWith = (...trails: readonly ListedTrail[]) =>
  assessAccount(accountFacts([{ region: 'us-east-1', status: 'listed', trails }]));
const ofAccount = (...trails: readonly ListedTrail[]) => accountRecord(HEADER, ID.account, findingsWith(...trails));

const BEHIND_THE_RULE =
  "Check the target of the rule and its role, the policy of the hub's event bus, and the policy, the concurrency and the errors of the function.";

const RULE_PROBLEMS = [
  ['missing', 'does not exist'],
  ['disabled', 'is disabled'],
  ['changed', 'has an event pattern that trailmend did not set'],
  ['without-target', 'does not have its target'],
  ['altered-input', 'has a target that receives something else than the event'],
  ['other-role', 'has a target with a role that trailmend did not set'],
] as const;

test.each<[string, IssueRecord | undefined, string, Partial<OutcomeRecord>]>([
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
        "DescribeTrails returned AccessDeniedException: no: the sweep covered only the Regions of trailmend's own stacks",
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
    'an event rule that could not be read',
    ofEventRule({ read: false, why: 'denied' }),
    'event rule eu-west-3',
    {
      outcome: 'FAILED',
      reason: 'not-listening',
      stage: 'observe',
      detail: 'trailmend could not read the event rule trailmend-trail-changes in eu-west-3: denied',
      whoCanAct: 'an administrator of the account',
    },
  ],
  ...RULE_PROBLEMS.map(([value, problem]): [string, IssueRecord, string, Partial<OutcomeRecord>] => [
    `an event rule that is ${value}`,
    ofEventRule({ read: true, value }, { status: 'arrived' }),
    'event rule eu-west-3',
    {
      outcome: 'BLOCKED',
      reason: 'not-listening',
      detail: `The event rule trailmend-trail-changes in eu-west-3 ${problem}. Only sweeps find changes of trails there.`,
      whoCanAct: 'the operator of trailmend (deploy it again)',
    },
  ]),
  [
    'an event rule whose probe did not arrive, although it looks right',
    ofEventRule({ read: true, value: 'active' }, { status: 'missed', sent: '2026-11-20T08:00:05Z' }),
    'event rule eu-west-3',
    {
      outcome: 'BLOCKED',
      reason: 'not-listening',
      detail: `The probe of 2026-11-20T08:00:05Z did not pass the event rule trailmend-trail-changes in eu-west-3, which looks as trailmend deploys it. ${BEHIND_THE_RULE} Only sweeps find changes of trails there.`,
      whoCanAct: 'the operator of trailmend (deploy it again)',
    },
  ],
  [
    'an unread event rule whose probe did not arrive',
    ofEventRule({ read: false, why: 'denied' }, { status: 'missed', sent: '2026-11-20T08:00:05Z' }),
    'event rule eu-west-3',
    {
      outcome: 'BLOCKED',
      reason: 'not-listening',
      detail: `The probe of 2026-11-20T08:00:05Z did not pass the event rule trailmend-trail-changes in eu-west-3, which could not be read: denied. ${BEHIND_THE_RULE} Only sweeps find changes of trails there.`,
      whoCanAct: 'the operator of trailmend (deploy it again)',
    },
  ],
  [
    'an unread event rule whose probe arrived',
    ofEventRule({ read: false, why: 'denied' }, { status: 'arrived' }),
    'event rule eu-west-3',
    {
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'The event rule trailmend-trail-changes in eu-west-3 delivers trail events to trailmend.',
    },
  ],
  [
    'an event rule that could not be tested',
    ofEventRule({ read: true, value: 'active' }, { status: 'untested', why: 'PutEvents returned AccessDenied: no' }),
    'event rule eu-west-3',
    {
      outcome: 'FAILED',
      reason: 'not-listening',
      stage: 'observe',
      detail:
        'trailmend could not test the event rule trailmend-trail-changes in eu-west-3: PutEvents returned AccessDenied: no',
      whoCanAct: 'an administrator of the account',
    },
  ],
  [
    'an active event rule',
    ofEventRule({ read: true, value: 'active' }),
    'event rule eu-west-3',
    {
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'The event rule trailmend-trail-changes in eu-west-3 delivers trail events to trailmend.',
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
  expect(found?.record).toEqual({
    version: 2,
    ...HEADER,
    subject: REGION,
    findings: [],
    remaining: [],
    plan: { steps: [], refused: [] },
    applied: [],
    ...expected,
  });
  expect(found?.issue).toBe(issue);
  expect(outcomeRecordSchema.safeParse(found?.record).error).toBeUndefined();
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
