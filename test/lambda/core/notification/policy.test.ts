import { expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
import { recordWith, TRIGGER } from '../../../support/perfect-trail.ts';

const remaining: readonly Finding[] = [
  {
    rule: 'role-not-set',
    verdict: 'violated',
    evidence: { source: 'GetTrail', saw: 'CloudWatchLogsRoleArn is not set' },
  },
];
const tampered = { trigger: { ...TRIGGER, tampering: 'stopped' } } as const;

const SWEEP = { kind: 'sweep', time: '2026-11-20T09:00:00.000Z' } as const;
const start = { operation: 'StartLogging', input: { Name: 'audit' }, needs: [], repairs: [] } as const;
const JUST_MADE: Partial<OutcomeRecord> = { outcome: 'BLOCKED', reason: 'trail-just-made', remaining };
const ELSEWHERE = { trigger: SWEEP, outcome: 'SKIPPED', reason: 'other-account' } as const;
const moved: Partial<OutcomeRecord> = {
  remaining: [{ rule: 'target-changed', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'another' } }],
  before: { logGroupArn: 'another', roleArn: '', isLogging: true },
};

test.each<[boolean, string, Partial<OutcomeRecord>]>([
  [false, 'nothing to do', {}],
  [true, 'nothing to do after tampering', tampered],
  [true, 'another log group of a healthy trail', moved],
  [true, 'another log group of an excluded trail', { ...moved, outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
  [false, 'another log group of a shadow trail', { ...moved, outcome: 'SKIPPED', reason: 'shadow-trail' }],
  [true, 'a repair', { outcome: 'FIXED', reason: 'repaired' }],
  [true, 'a repair that a dry run did not make', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  [true, 'a repair that needs a person', { outcome: 'BLOCKED', reason: 'scp' }],
  [true, 'a failure', { outcome: 'FAILED', reason: 'aws-error' }],
  [true, 'an excluded trail that is broken', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining }],
  [
    true,
    'a trail excluded by the parameter that is broken',
    { outcome: 'SKIPPED', reason: 'excluded-by-parameter', remaining },
  ],
  [true, 'the broken trail of Control Tower', { outcome: 'SKIPPED', reason: 'control-tower', remaining }],
  [false, 'a broken trail of another account', { outcome: 'SKIPPED', reason: 'other-account', remaining }],
  [true, 'a verified repair', { outcome: 'VERIFIED', reason: 'delivered' }],
  [false, 'a repair that awaits its verification', { outcome: 'FIXED', reason: 'awaiting-delivery' }],
  [true, 'a closed Region', { outcome: 'SKIPPED', reason: 'region-closed' }],
  [true, 'a trail in a closed Region', { outcome: 'SKIPPED', reason: 'not-judged' }],
  [false, 'an event that changed no exclusion', { exclusion: { now: 'true' } }],
  [true, 'an exclusion that a sweep finds', { trigger: SWEEP, exclusion: { now: 'true' } }],
  [false, 'an exclusion that another account reports', { ...ELSEWHERE, exclusion: { now: 'true' } }],
  [true, 'a deletion that a sweep finds', { trigger: SWEEP, outcome: 'SKIPPED', reason: 'trail-deleted' }],
  [false, 'a healthy trail in a sweep', { trigger: SWEEP }],
  [false, 'an excluded trail that is healthy', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
  [false, 'a broken shadow trail', { outcome: 'SKIPPED', reason: 'shadow-trail', remaining }],
  [
    false,
    "an organization's trail in a member account, also after tampering",
    { outcome: 'SKIPPED', reason: 'organization-member', remaining, ...tampered },
  ],
  [
    false,
    "an organization's trail in a member account",
    { outcome: 'SKIPPED', reason: 'organization-member', remaining },
  ],
  [
    true,
    'a broken trail of a delegated administrator',
    { outcome: 'SKIPPED', reason: 'delegated-administrator', remaining },
  ],
  [false, 'a trail that another run repairs', { outcome: 'SKIPPED', reason: 'another-run', remaining }],
  [true, 'tampering with a trail that another run repairs', { outcome: 'SKIPPED', reason: 'another-run', ...tampered }],
  [false, 'another log group that another run reports', { ...moved, outcome: 'SKIPPED', reason: 'another-run' }],
  [false, 'a new trail whose creator is at work', JUST_MADE],
  [
    true,
    'a new trail for which trailmend created resources',
    { ...JUST_MADE, applied: [{ step: start, result: 'done', attempts: 1 }] },
  ],
  [true, 'tampering with a new trail', { ...JUST_MADE, ...tampered }],
  [true, 'a new trail that a sweep finds', { ...JUST_MADE, trigger: SWEEP }],
  [
    true,
    'a deleted trail',
    { outcome: 'SKIPPED', reason: 'trail-deleted', trigger: { ...TRIGGER, tampering: 'deleted' } },
  ],
])('notifies where nothing is known (%s): %s', (expected, _what, changes) => {
  expect(shouldNotify(recordWith(changes), NO_MEMORY)).toBe(expected);
});

test('a weakening is reported at each change, and reminded of whatever else needs a person', () => {
  const blocked = { outcome: 'BLOCKED', reason: 'scp', remaining } as const;
  const to = (saw: string, time: string) => {
    const weakened = { rule: 'target-changed', verdict: 'violated', evidence: { source: 'GetTrail', saw } } as const;
    return recordWith({ ...blocked, time, remaining: [...remaining, weakened] });
  };
  const known = withChanges(
    NO_MEMORY,
    notifiedChanges(recordWith({ ...blocked, time: '2026-11-20T08:00:00Z' }), NO_MEMORY),
  );
  const first = to('b', '2026-11-20T09:00:00Z');
  expect(shouldNotify(first, known)).toBe(true);
  const then = withChanges(known, notifiedChanges(first, known));
  expect(shouldNotify(to('b', '2026-11-20T10:00:00Z'), then)).toBe(false);
  expect(shouldNotify(to('b', '2026-11-21T09:00:00Z'), then)).toBe(true);
  const second = to('c', '2026-11-20T11:00:00Z');
  expect(shouldNotify(second, then)).toBe(true);
  expect(shouldNotify(to('b', '2026-11-20T12:00:00Z'), withChanges(then, notifiedChanges(second, then)))).toBe(true);
});
