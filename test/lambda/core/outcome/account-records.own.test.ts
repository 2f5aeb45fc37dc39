import { expect, test } from '@jest/globals';
import {
  accountRecord,
  ledgerRecord,
  regionRecord,
  withheldRecord,
} from '../../../../lambda/core/outcome/account-records.ts';
import { ID } from '../../../support/perfect-trail.ts';
import { expectIssue, HEADER } from './issue-case.ts';

const subject = { kind: 'account', account: ID.account } as const;

test('a ledger whose entries are all used has no issue', () => {
  expectIssue(ledgerRecord(HEADER, ID.account, []), 'ledger', {
    subject,
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'trailmend uses all entries of the ledger.',
  });
});

test.each<[number, string]>([
  [2, 'entry 1; entry 2'],
  [10, 'entry 1; entry 2; entry 3; entry 4; entry 5; entry 6; entry 7; entry 8; entry 9; entry 10'],
  [12, 'entry 1; entry 2; entry 3; entry 4; entry 5; entry 6; entry 7; entry 8; entry 9; entry 10; and 2 more'],
])('of %i entries of others in the ledger, ten are named', (count, named) => {
  const entries = Array.from({ length: count }, (_, index) => `entry ${index + 1}`);
  expectIssue(ledgerRecord(HEADER, ID.account, entries), 'ledger', {
    subject,
    outcome: 'BLOCKED',
    reason: 'ledger-entries',
    detail: `trailmend does not use these entries of the ledger, because this version cannot have written them: ${named}. Another principal writes to the table, or a newer version of trailmend did.`,
    whoCanAct: 'an administrator of the account (find out in CloudTrail who writes to the table)',
  });
});

test('messages that were not sent may hide one that matters', () => {
  expectIssue({ record: withheldRecord(HEADER, ID.account, ['1 about a', '2 about b']), issue: '' }, '', {
    subject,
    outcome: 'SKIPPED',
    reason: 'messages-withheld',
    detail:
      "trailmend did not send 1 about a; 2 about b, because there were more than it sends in an hour. They are on the account's event bus and in the function's log.",
    whoCanAct: 'an administrator of the account (read them there: a flood may hide one that matters)',
  });
});

test('a Region has a record once the sweep had time for it', () => {
  expect(regionRecord(HEADER, ID.account, { region: 'eu-west-3', status: 'postponed' })).toBeUndefined();
  expectIssue(
    regionRecord(HEADER, ID.account, { region: 'eu-west-3', status: 'listed', trails: [] }),
    'region eu-west-3',
    {
      outcome: 'COMPLIANT',
      reason: 'nothing-to-do',
      detail: 'trailmend listed the trails.',
    },
  );
});

test('an account without findings is covered', () => {
  expectIssue(accountRecord(HEADER, ID.account, []), 'account', {
    subject,
    outcome: 'COMPLIANT',
    reason: 'nothing-to-do',
    detail: 'A multi-Region trail covers the account.',
  });
});
