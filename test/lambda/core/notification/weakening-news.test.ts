import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { isWeakeningUnread, reportedWeakenings } from '../../../../lambda/core/notification/weakening-news.ts';
import { recordWith } from '../../../support/perfect-trail.ts';

const found = (rule: Finding['rule'], verdict: Finding['verdict'], saw = 'it'): Finding => {
  return { rule, verdict, evidence: { source: 'GetTrail', saw } };
};
const known = { rules: ['key-changed', 'role-trust'] };

test.each<[string, boolean, Finding]>([
  ['it is undecided', true, found('key-changed', 'undecided')],
  ['it lasts', false, found('key-changed', 'violated')],
  ['people know another one', false, found('validation-off', 'undecided')],
  ['what is undecided is no weakening', false, found('role-trust', 'undecided')],
])('a weakening that people know is unread where %s: %s', (_what, expected, finding) => {
  expect(isWeakeningUnread(known, recordWith({ remaining: [finding] }))).toBe(expected);
});

test('another text of a weakening is news, and another finding is not', () => {
  const textOf = (...remaining: Finding[]) => reportedWeakenings(recordWith({ remaining }));
  expect(textOf(found('key-changed', 'violated', 'a'))).not.toBe(textOf(found('key-changed', 'violated', 'b')));
  expect(textOf(found('not-logging', 'violated'))).toBeUndefined();
});
