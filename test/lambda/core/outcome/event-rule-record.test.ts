import { test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { ProbeResult } from '../../../../lambda/core/model/probe.ts';
import type { EventRuleStatus } from '../../../../lambda/core/model/region-scan.ts';
import { eventRuleRecord } from '../../../../lambda/core/outcome/event-rule-record.ts';
import { ID } from '../../../support/perfect-trail.ts';
import { expectIssue, HEADER, type IssueCase } from './issue-case.ts';

const ofEventRule = (status: Fact<EventRuleStatus>, probe: ProbeResult = { status: 'untested' }) =>
  eventRuleRecord(HEADER, ID.account, 'eu-west-3', status, probe);

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

test.each<IssueCase>([
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
  ...RULE_PROBLEMS.map(
    ([value, problem]): IssueCase => [
      `an event rule that is ${value}`,
      ofEventRule({ read: true, value }, { status: 'arrived' }),
      'event rule eu-west-3',
      {
        outcome: 'BLOCKED',
        reason: 'not-listening',
        detail: `The event rule trailmend-trail-changes in eu-west-3 ${problem}. Only sweeps find changes of trails there.`,
        whoCanAct: 'the operator of trailmend (deploy it again)',
      },
    ],
  ),
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
      detail: 'The event rule delivers trail events to trailmend.',
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
      detail: 'The event rule delivers trail events to trailmend.',
    },
  ],
])('%s has a record and an issue', (_what, found, issue, expected) => {
  expectIssue(found, issue, expected);
});
