import { expect, test } from '@jest/globals';
import { NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import { roleMissing } from '../../../../lambda/core/rules/role-missing.ts';
import { factsWith, PERFECT_TRAIL, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const OF_MANAGEMENT = 'arn:aws:iam::999988887777:role/CloudTrail';
const MISSING = factsWith({ currentRole: read('missing') });

test.each<[string, 'healthy' | 'violated', Partial<Trail>]>([
  [
    'of another account delivers an organization trail',
    'healthy',
    { isOrganizationTrail: true, roleArn: OF_MANAGEMENT },
  ],
  ['of this account delivers an organization trail', 'violated', { isOrganizationTrail: true }],
  ['of another account delivers a trail of this account', 'violated', { roleArn: OF_MANAGEMENT }],
  ['with a malformed ARN delivers an organization trail', 'violated', { isOrganizationTrail: true, roleArn: 'x' }],
])('where a role that cannot be found %s, the rule is %s', (_what, verdict, changes) => {
  const facts = { ...MISSING, trail: read({ ...PERFECT_TRAIL, ...changes }) };
  expect(roleMissing(facts, SETTINGS, NO_HISTORY).verdict).toBe(verdict);
});

test('the role is missing although the trail is unread', () => {
  expect(roleMissing({ ...MISSING, trail: unread('denied') }, SETTINGS, NO_HISTORY).verdict).toBe('violated');
});
