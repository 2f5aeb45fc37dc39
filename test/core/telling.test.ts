import { expect, test } from '@jest/globals';
import type { Finding } from '../../lambda/core/finding.ts';
import type { OutcomeRecord } from '../../lambda/core/outcome-record.ts';
import { isTold } from '../../lambda/core/telling.ts';
import { recordWith, TRIGGER } from '../support/perfect-trail.ts';

const remaining: readonly Finding[] = [
  {
    rule: 'role-not-set',
    verdict: 'violated',
    evidence: { source: 'GetTrail', saw: 'CloudWatchLogsRoleArn is not set' },
  },
];
const tampered = { trigger: { ...TRIGGER, tampering: 'stopped' } } as const;

test.each<[boolean, string, Partial<OutcomeRecord>]>([
  [false, 'nothing to do', {}],
  [true, 'nothing to do after tampering', tampered],
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
])('%s: %s', (told, _what, changes) => expect(isTold(recordWith(changes))).toBe(told));
