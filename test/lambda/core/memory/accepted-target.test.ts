import { describe, expect, test } from '@jest/globals';
import { hasOtherTarget } from '../../../../lambda/core/memory/accepted-target.ts';
import { memoryChanges } from '../../../../lambda/core/memory/learn.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { factsWith, ID, NOW, PERFECT_TRAIL, read, recordWith, unread } from '../../../support/perfect-trail.ts';
import { KNOWN, TARGET } from './known-trail.ts';

const NOT_SET: readonly Finding[] = [
  { rule: 'log-group-not-set', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'not set' } },
];
const UPDATE: Step = {
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn: 'another', CloudWatchLogsRoleArn: 'another' },
  needs: [],
  repairs: ['log-group-not-set'],
};

describe('a run remembers', () => {
  test.each<[string, Partial<OutcomeRecord>]>([
    ['blocked', { outcome: 'BLOCKED', reason: 'scp' }],
    ['failed', { outcome: 'FAILED', reason: 'aws-error' }],
    ['excluded and broken', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining: NOT_SET }],
    ['out of scope', { outcome: 'SKIPPED', reason: 'control-tower' }],
    ['only planned for in a dry run', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  ])('no target from a trail that is %s', (_, changes) => {
    const changed = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const found = memoryChanges(recordWith(changes), changed, KNOWN);
    expect(found).not.toHaveProperty('acceptedTarget');
    expect(found).not.toHaveProperty('posture');
  });

  test('the target to which trailmend sent a trail with which something else is still wrong', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another', roleArn: 'another' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    const target = { logGroupArn: 'another', roleArn: 'another' };
    expect(found.acceptedTarget).toEqual({ ...target, since: NOW });
    expect(found.posture?.trail).toEqual({ ...PERFECT_TRAIL, ...target });
  });

  test('no target from an UpdateTrail after which the trail delivers elsewhere', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'a third' }) });
    const applied = [{ step: UPDATE, result: 'done', attempts: 1 }] as const;
    const found = memoryChanges(recordWith({ outcome: 'BLOCKED', reason: 'scp', applied }), facts, KNOWN);
    expect(found).not.toHaveProperty('acceptedTarget');
  });

  test('a target of which only the role has changed', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, roleArn: 'another' }) });
    expect(memoryChanges(recordWith({}), facts, KNOWN).acceptedTarget).toEqual({
      ...TARGET,
      roleArn: 'another',
      since: NOW,
    });
  });

  test.each(['COMPLIANT', 'FIXED', 'VERIFIED'] as const)('where a %s trail delivers', (outcome) => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    expect(memoryChanges(recordWith({ outcome }), facts, KNOWN).acceptedTarget?.logGroupArn).toBe('another');
  });

  test('where an excluded trail without findings delivers', () => {
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
    const found = memoryChanges(recordWith({ outcome: 'SKIPPED', reason: 'excluded-by-tag' }), facts, KNOWN);
    expect(found.acceptedTarget?.logGroupArn).toBe('another');
  });

  const elsewhere = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }) });
  const found = (rule: Finding['rule'], verdict: Finding['verdict'] = 'violated'): Finding => {
    return { rule, verdict, evidence: { source: 'GetTrail', saw: 'another' } };
  };

  test('where a trail delivers that is weaker only in another setting', () => {
    const weakened = { outcome: 'BLOCKED', reason: 'weakened', remaining: [found('key-changed')] } as const;
    expect(memoryChanges(recordWith(weakened), elsewhere, KNOWN).acceptedTarget?.logGroupArn).toBe('another');
  });

  test.each(['target-changed', 'role-changed'] as const)(
    'a changed target only if its owner accepted it: %s',
    (rule) => {
      const weakened = { outcome: 'BLOCKED', reason: 'weakened', remaining: [found(rule)] } as const;
      expect(memoryChanges(recordWith(weakened), elsewhere, KNOWN)).not.toHaveProperty('acceptedTarget');
      const accepted = { remaining: [found(rule, 'advised'), found('not-logging')] };
      expect(memoryChanges(recordWith(accepted), elsewhere, KNOWN).acceptedTarget?.logGroupArn).toBe('another');
      expect(hasOtherTarget(recordWith(weakened))).toBe(true);
      expect(hasOtherTarget(recordWith(accepted))).toBe(false);
    },
  );

  test('no target of a trail of another account that is out of scope for another reason', () => {
    const theirs = PERFECT_TRAIL.logGroupArn.replace(ID.account, '444455556666');
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: theirs }) });
    const record = recordWith({ outcome: 'SKIPPED', reason: 'control-tower' });
    expect(memoryChanges(record, facts, NO_MEMORY)).not.toHaveProperty('acceptedTarget');
  });

  test('no target from a call that sets none', () => {
    const start: Step = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] };
    const applied = [{ step: start, result: 'done', attempts: 1 }] as const;
    const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn: '', roleArn: '' }) });
    const record = recordWith({ outcome: 'BLOCKED', reason: 'scp', remaining: NOT_SET, applied });
    expect(memoryChanges(record, facts, NO_MEMORY)).not.toHaveProperty('acceptedTarget');
  });

  test('no target that could not be read', () => {
    const found = memoryChanges(recordWith({}), factsWith({ trail: unread('denied') }), NO_MEMORY);
    expect(found).not.toHaveProperty('acceptedTarget');
  });

  describe("of a delegated administrator's trail", () => {
    const theirs = PERFECT_TRAIL.logGroupArn.replace(ID.account, '444455556666');
    const learned = (logGroupArn: string) => {
      const record = recordWith({ outcome: 'SKIPPED', reason: 'delegated-administrator' });
      const facts = factsWith({ trail: read({ ...PERFECT_TRAIL, logGroupArn }) });
      return memoryChanges(record, facts, NO_MEMORY);
    };

    test('its target, in any state', () => {
      const { roleArn } = PERFECT_TRAIL;
      expect(learned(theirs).acceptedTarget).toEqual({ logGroupArn: theirs, roleArn, since: NOW });
    });

    test.each(['', 'no ARN', PERFECT_TRAIL.logGroupArn])('but not the target "%s"', (logGroupArn) => {
      expect(learned(logGroupArn)).not.toHaveProperty('acceptedTarget');
    });
  });
});
