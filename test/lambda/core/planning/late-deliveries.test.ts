import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { isTargetFault, lateDeliveryRefusal } from '../../../../lambda/core/planning/late-deliveries.ts';
import { factsWith, read, unread } from '../../../support/perfect-trail.ts';

const found = (rule: Finding['rule'], verdict: Finding['verdict'] = 'violated'): Finding => {
  return { rule, verdict, evidence: { source: 'GetTrailStatus', saw: 'it' } };
};
const factsOf = (logsDeliveryError?: string) =>
  factsWith({ status: read({ isLogging: true, ...(logsDeliveryError !== undefined && { logsDeliveryError }) }) });
const UNREAD = factsWith({ status: unread('denied') });

describe('the log group or the role is at fault', () => {
  test.each<[string, boolean, Finding, ReturnType<typeof factsOf>]>([
    ['where a rule about the role is violated', true, found('role-trust'), factsOf()],
    ['where a rule about the log group is violated, whatever the status is', true, found('log-group-missing'), UNREAD],
    ['where AWS denies the delivery', true, found('delivery-error'), factsOf('Access denied')],
    ['but not where the delivery fails for another reason', false, found('delivery-error'), factsOf('Rate exceeded')],
    ['but not where the error is unread', false, found('delivery-error'), UNREAD],
    ['but not where deliveries are only late', false, found('delivery-stale'), factsOf('Access denied')],
    ['but not where nothing is certain', false, found('role-trust', 'undecided'), factsOf()],
    ['but not where another rule is violated', false, found('not-logging'), factsOf('Access denied')],
  ])('%s', (_when, expected, finding, facts) => expect(isTargetFault(finding, facts)).toBe(expected));
});

describe('trailmend repairs no late or failed delivery', () => {
  const refusal = (finding: Finding, facts = factsOf(), others: readonly Finding[] = []) =>
    lateDeliveryRefusal(finding, [finding, ...others], facts);

  test.each(['delivery-stale', 'delivery-error'] as const)('before a second look at %s', (rule) => {
    expect(refusal(found(rule, 'undecided'), factsOf('Access denied'))).toEqual({
      reason: 'awaiting-second-look',
      detail: 'it. A late delivery is no fault of the role. trailmend looks again at the next sweep.',
      whoCanAct: 'nobody yet: trailmend looks again at the next sweep',
    });
  });

  test.each([
    [
      'KMSInvalidStateException',
      'kms',
      "it (the log group's KMS key must exist, be enabled and allow CloudWatch Logs to encrypt)",
      'the owner of the KMS key',
    ],
    [
      'Rate exceeded',
      'delivery-error',
      'it (a quota of CloudWatch Logs is reached)',
      'an administrator of the account (request higher quotas of CloudWatch Logs)',
    ],
    [
      'ServiceUnavailableException',
      'delivery-error',
      'it (CloudWatch Logs does not accept the events)',
      'an administrator of the account (see the AWS Health Dashboard, or open a case with AWS Support)',
    ],
    ['No known text', 'delivery-error', 'it (trailmend does not know this error)', 'an administrator of the account'],
  ])('that fails with "%s": %s', (error, reason, detail, whoCanAct) => {
    expect(refusal(found('delivery-error'), factsOf(error))).toEqual({ reason, detail, whoCanAct });
  });

  const LATE = {
    reason: 'late-delivery',
    whoCanAct:
      'an administrator of the account (compare the newest log files in the bucket with the log group; if smaller events are missing, open a case with AWS Support)',
  };
  const SIZE = 'CloudTrail sends no events over 256 KB to CloudWatch Logs.';
  const ROLE = 'the trust policy, the policies and the boundary of the role allow the delivery';

  test('that stays late, and says what is known of the role and of errors', () => {
    const stale = found('delivery-stale');
    expect(refusal(stale)).toEqual({ ...LATE, detail: `it; ${ROLE}; AWS reports no error. ${SIZE}` });
    expect(refusal(stale, factsOf('Rate exceeded'))).toEqual({ ...LATE, detail: `it; ${ROLE}. ${SIZE}` });
    expect(refusal(stale, factsOf(), [found('role-trust', 'undecided')])).toEqual({
      ...LATE,
      detail: `it; AWS reports no error. ${SIZE}`,
    });
  });

  test.each<[string, Finding, ReturnType<typeof factsOf>]>([
    ['AWS denies it, which another role repairs', found('delivery-error'), factsOf('Access denied')],
    ['an event was too large, which nothing repairs', found('delivery-error'), factsOf('Log event too large')],
    ['the status is unread', found('delivery-stale', 'undecided'), UNREAD],
    ['the finding is about something else', found('role-trust', 'undecided'), factsOf()],
  ])('unless %s', (_when, finding, facts) => expect(refusal(finding, facts)).toBeUndefined());
});
