import { expect, test } from '@jest/globals';
import { principalOf } from '../../../../lambda/core/model/denials.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Ops';

test('the principal of a session is its role, whose caller chooses the name of the session', () => {
  const session = { type: 'AssumedRole', name: 'arn:aws:sts::111122223333:assumed-role/Ops/dana' };
  expect(principalOf({ ...session, issuer: ROLE })).toBe(ROLE);
  expect(principalOf(session)).toBe(session.name);
});

test('the name of a principal is as long as the ledger keeps it', () => {
  expect(principalOf({ type: 'IAMUser', name: 'x'.repeat(301) })).toBe('x'.repeat(300));
});
