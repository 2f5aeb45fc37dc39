import { expect, test } from '@jest/globals';
import { isExcluded, isRepair, type OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { ID, recordWith } from '../../../support/perfect-trail.ts';

const start = { operation: 'StartLogging', input: { Name: ID.arn }, needs: [], repairs: [] } as const;
const attempt = (result: 'done' | 'failed'): OutcomeRecord['applied'][number] => ({ step: start, result, attempts: 1 });

test.each<[boolean, string, Partial<OutcomeRecord>]>([
  [true, 'a repaired trail', { outcome: 'FIXED', reason: 'repaired' }],
  [false, 'a repair that waits for its delivery', { outcome: 'FIXED', reason: 'awaiting-delivery' }],
  [false, 'a trail that another caller repaired', { outcome: 'COMPLIANT', reason: 'repaired' }],
  [true, 'a weakened trail of which the rest was repaired', { reason: 'weakened', applied: [attempt('done')] }],
  [true, 'one of several calls', { reason: 'weakened', applied: [attempt('failed'), attempt('done')] }],
  [false, 'a weakened trail of which nothing was repaired', { reason: 'weakened', applied: [attempt('failed')] }],
])('is a repair (%s): %s', (expected, _what, changes) => {
  expect(isRepair(recordWith({ outcome: 'BLOCKED', ...changes }))).toBe(expected);
});

test('owners exclude trails by a tag, and the operator by a parameter', () => {
  expect([isExcluded('excluded-by-tag'), isExcluded('excluded-by-parameter')]).toEqual([true, true]);
  expect(isExcluded('control-tower')).toBe(false);
});
