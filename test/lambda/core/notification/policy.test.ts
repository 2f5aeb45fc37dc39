import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, withChanges } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { isNotifiable, notifiedChanges, shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { recordWith, TRIGGER } from '../../../support/perfect-trail.ts';

const remaining: readonly Finding[] = [
  {
    rule: 'role-not-set',
    verdict: 'violated',
    evidence: { source: 'GetTrail', saw: 'CloudWatchLogsRoleArn is not set' },
  },
];
const tampered = { trigger: { ...TRIGGER, tampering: 'stopped' } } as const;

const moved: Partial<OutcomeRecord> = {
  findings: [{ rule: 'target-changed', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'another' } }],
  before: { logGroupArn: 'another', roleArn: '', isLogging: true },
};

test.each<[boolean, string, Partial<OutcomeRecord>]>([
  [false, 'nothing to do', {}],
  [true, 'nothing to do after tampering', tampered],
  [true, 'another log group of a whole trail', moved],
  [true, 'another log group of an excluded trail', { ...moved, outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
  [false, 'another log group of a shadow trail', { ...moved, outcome: 'SKIPPED', reason: 'shadow-trail' }],
  [true, 'a repair', { outcome: 'FIXED', reason: 'repaired' }],
  [true, 'a repair that a dry run left out', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  [true, 'somebody has to act', { outcome: 'BLOCKED', reason: 'scp' }],
  [true, 'a failure', { outcome: 'FAILED', reason: 'aws-error' }],
  [true, 'an excluded trail that is broken', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining }],
  [
    true,
    'a trail excluded by the parameter that is broken',
    { outcome: 'SKIPPED', reason: 'excluded-by-parameter', remaining },
  ],
  [true, 'the broken trail of Control Tower', { outcome: 'SKIPPED', reason: 'control-tower', remaining }],
  [false, 'a broken trail of another account', { outcome: 'SKIPPED', reason: 'other-account', remaining }],
  [true, 'a repair that AWS has proven', { outcome: 'VERIFIED', reason: 'delivered' }],
  [false, 'a repair that nobody has proven yet', { outcome: 'FIXED', reason: 'awaiting-delivery' }],
  [true, 'a region that is closed', { outcome: 'SKIPPED', reason: 'region-closed' }],
  [false, 'an excluded trail that is whole', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
  [false, 'a shadow trail', { outcome: 'SKIPPED', reason: 'shadow-trail', remaining }],
  [
    false,
    "an organization's trail in a member account",
    { outcome: 'SKIPPED', reason: 'organization-member', remaining, ...tampered },
  ],
])('%s: %s', (told, _what, changes) => expect(isNotifiable(recordWith(changes))).toBe(told));

test('another log group is told once for each change, however long ago, and whatever else somebody has to act on', () => {
  const blocked = { outcome: 'BLOCKED', reason: 'scp', remaining } as const;
  const to = (logGroupArn: string, time: string) =>
    recordWith({ ...moved, ...blocked, time, before: { logGroupArn, roleArn: '', isLogging: true } });
  const known = withChanges(
    NO_MEMORY,
    notifiedChanges(recordWith({ ...blocked, time: '2026-11-20T08:00:00Z' }), NO_MEMORY),
  );
  const first = to('b', '2026-11-20T09:00:00Z');
  expect(shouldNotify(first, known)).toBe(true);
  const then = withChanges(known, notifiedChanges(first, known));
  expect(shouldNotify(to('b', '2026-11-20T10:00:00Z'), then)).toBe(false);
  const excluded = {
    ...to('b', '2026-12-20T10:00:00Z'),
    outcome: 'SKIPPED',
    reason: 'excluded-by-tag',
    remaining: [],
  } as const;
  expect(shouldNotify(excluded, then)).toBe(false);
  const second = to('c', '2026-11-20T11:00:00Z');
  expect(shouldNotify(second, then)).toBe(true);
  expect(shouldNotify(to('b', '2026-11-20T12:00:00Z'), withChanges(then, notifiedChanges(second, then)))).toBe(true);
});
