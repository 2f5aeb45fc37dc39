import { expect, test } from '@jest/globals';
import { checkAccount, checkStack } from '../../../cli/checks/index.ts';
import type { CheckResult } from '../../../cli/checks/result.ts';
import { ACCOUNT, STACK, UNREAD } from './facts.ts';

const notOk = (results: readonly CheckResult[]) => results.filter(({ status }) => status !== 'ok');

test('an account and a stack in order have nothing to mend', () => {
  expect(notOk(checkAccount(ACCOUNT))).toEqual([]);
  expect(notOk(checkStack(STACK))).toEqual([]);
});

test('a check of facts that were not read is unknown, and names the missing permission', () => {
  const account = checkAccount({
    ...ACCOUNT,
    enabledRegions: UNREAD,
    simulation: UNREAD,
    organization: { membership: UNREAD, levels: 'not-asked' },
    regions: [{ region: 'us-east-1', listed: UNREAD, retention: UNREAD }],
    roleQuota: UNREAD,
    buckets: new Map(),
  });
  const stack = checkStack({
    ...STACK,
    smokeAnswer: UNREAD,
    ownRegions: [{ region: 'eu-west-1', eventRule: UNREAD, queue: UNREAD }],
    enabledRegions: UNREAD,
    resources: UNREAD,
    alarms: UNREAD,
    subscribers: UNREAD,
    lastSweep: UNREAD,
  });
  const unread = notOk([...account, ...stack]);
  expect([...new Set(unread.map(({ status }) => status))]).toEqual(['unknown']);
  expect(unread.filter(({ says }) => says.includes('Missing permission: iam:GetIt.')).map(({ id }) => id)).toEqual([
    'regions',
    'caller-permissions',
    'required-boundary',
    'service-control-policies',
    'control-tower',
    'account-retention',
    'role-quota',
    'trail-quota',
    'version',
    'event-rules',
    'forwarders',
    'forwarders',
    'last-sweep',
    'queues',
    'alarms',
    'subscribers',
  ]);
});
