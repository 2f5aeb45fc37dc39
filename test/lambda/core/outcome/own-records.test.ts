import { describe, expect, test } from '@jest/globals';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import { type OutcomeRecord, outcomeRecordSchema } from '../../../../lambda/core/model/outcome.ts';
import type { Subscribers } from '../../../../lambda/core/model/subscribers.ts';
import { settingsRecord, subscribersRecord } from '../../../../lambda/core/outcome/own-records.ts';
import { ID, read, unread } from '../../../support/perfect-trail.ts';
import { expectIssue, HEADER } from './issue-case.ts';

const subject = { kind: 'account', account: ID.account } as const;
const NOBODY = {
  subject,
  outcome: 'BLOCKED',
  reason: 'nobody-subscribed',
  whoCanAct: 'the operator of trailmend (subscribe to the topic)',
} as const;

describe('the messages of trailmend', () => {
  test.each<[string, Fact<Subscribers>, Partial<OutcomeRecord>]>([
    [
      'reach a subscriber',
      read('some'),
      {
        subject,
        outcome: 'COMPLIANT',
        reason: 'nothing-to-do',
        detail: 'A subscriber receives the messages of trailmend.',
      },
    ],
    [
      'have no subscriber',
      read('none'),
      {
        ...NOBODY,
        detail: 'The topic of trailmend has no confirmed subscription, so nobody receives its messages.',
      },
    ],
    [
      'may all be filtered',
      read('filtered'),
      {
        ...NOBODY,
        detail: 'Every subscription to the topic of trailmend has a filter policy, which can drop its messages.',
      },
    ],
    [
      'have no topic',
      read('no-topic'),
      { ...NOBODY, detail: 'The topic of trailmend does not exist, so nobody receives its messages.' },
    ],
    [
      'may reach nobody, because the subscriptions are unread',
      unread('denied'),
      {
        subject,
        outcome: 'FAILED',
        reason: 'nobody-subscribed',
        stage: 'observe',
        detail: 'trailmend could not read who receives its messages: denied',
        whoCanAct: 'an administrator of the account',
      },
    ],
  ])('%s', (_what, subscribers, expected) => {
    expectIssue(subscribersRecord(HEADER, ID.account, subscribers), 'subscribers', expected);
  });
});

test('changed settings are named, and may be an attack', () => {
  const record = settingsRecord(HEADER, ID.account, ['Mode from "fix" to "dry-run"', 'Regions from "" to "x"']);
  expect(record).toMatchObject({
    subject,
    outcome: 'BLOCKED',
    reason: 'settings-changed',
    detail:
      'The settings of trailmend changed: Mode from "fix" to "dry-run", Regions from "" to "x". A deployment changes them too. If nobody deployed trailmend, treat this as an attack.',
    whoCanAct: 'the operator of trailmend (deploy it again, if nobody changed the settings on purpose)',
  });
  expect(outcomeRecordSchema.safeParse(record).error).toBeUndefined();
});
