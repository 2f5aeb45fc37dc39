import { expect, test } from '@jest/globals';
import type { AppliedStep } from '../../../../lambda/core/model/outcome.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { judgeHealthy } from '../../../../lambda/core/outcome/judge-healthy.ts';
import { factsWith, ID, PERFECT_FACTS, PERFECT_TRAIL, unread } from '../../../support/perfect-trail.ts';

const { logGroupArn, roleArn } = PERFECT_TRAIL;
const updateTo = (CloudWatchLogsLogGroupArn: string): Step => ({
  operation: 'UpdateTrail',
  input: { Name: ID.arn, CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn: roleArn },
  needs: [],
  repairs: ['log-group-not-set'],
});
const retain = (repairs: Step['repairs'], changes: object = {}): Step => ({
  operation: 'PutRetentionPolicy',
  input: { logGroupName: 'audit-logs', retentionInDays: 400, ...changes },
  needs: [],
  repairs,
});
const failed = (step: Step): AppliedStep => ({ step, result: 'failed', attempts: 1 });
const outcomeAfter = (applied: AppliedStep[], facts = PERFECT_FACTS) =>
  judgeHealthy(applied, { facts, findings: [], scope: { scope: 'in' } }).outcome;

test.each<[string, Step, 'FIXED' | 'COMPLIANT']>([
  ['an UpdateTrail to where the trail delivers', updateTo(logGroupArn), 'FIXED'],
  ['an UpdateTrail to where it does not', updateTo('another'), 'COMPLIANT'],
  ['the retention that the log group has', retain(['retention-short']), 'FIXED'],
  ['another retention', retain(['retention-short'], { retentionInDays: 365 }), 'COMPLIANT'],
  ['the retention of another log group', retain(['retention-short'], { logGroupName: 'another' }), 'COMPLIANT'],
  ['a retention that prepares an UpdateTrail', retain(['log-group-not-set', 'retention-short']), 'COMPLIANT'],
  [
    'a call that only prepares',
    {
      operation: 'CreateLogGroup',
      input: { logGroupName: 'audit-logs', tags: {} },
      needs: [],
      repairs: ['retention-short'],
    },
    'COMPLIANT',
  ],
])('a call that failed is a repair if AWS shows its effect: %s', (_what, step, outcome) => {
  expect(outcomeAfter([failed(step)])).toBe(outcome);
});

test('no effect is visible where the trail or the log group is unread', () => {
  expect(outcomeAfter([failed(updateTo(logGroupArn))], factsWith({ trail: unread('denied') }))).toBe('COMPLIANT');
  const facts = factsWith({ currentGroup: unread('denied') });
  expect(outcomeAfter([failed(retain(['retention-short']))], facts)).toBe('COMPLIANT');
});
