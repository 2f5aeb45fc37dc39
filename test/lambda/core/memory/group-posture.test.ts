import { expect, test } from '@jest/globals';
import { groupAfter } from '../../../../lambda/core/memory/group-posture.ts';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { GroupPosture, PostureParts } from '../../../../lambda/core/model/posture.ts';
import type { Step } from '../../../../lambda/core/model/step.ts';
import { POSTURE, recordWith } from '../../../support/perfect-trail.ts';

const ARN = POSTURE.trail.logGroupArn;
const GROUP: GroupPosture = {
  createdMs: 1_000,
  retentionDays: 400,
  metricFilters: ['alarm:1'],
  subscriptionFilters: ['siem:1'],
  streams: ['s:1'],
  masked: false,
};
const parts = (group: GroupPosture | undefined, logGroupArn = ARN): PostureParts => {
  const { group: _, ...rest } = POSTURE;
  return { ...rest, trail: { ...POSTURE.trail, logGroupArn }, ...(group && { group }) };
};
const after = (
  was: GroupPosture | undefined,
  is: GroupPosture | undefined,
  applied: OutcomeRecord['applied'] = [],
  target = ARN,
) => groupAfter(recordWith({ applied }), parts(was), parts(is, target), target);
const created = (result: 'done' | 'failed'): OutcomeRecord['applied'] => [
  {
    step: { operation: 'CreateLogGroup', input: { logGroupName: 'audit-logs', tags: {} }, needs: [], repairs: [] },
    result,
    attempts: 1,
  },
];

test('the first look is accepted, and a log group that cannot be read changes nothing', () => {
  expect(after(undefined, GROUP)).toEqual(GROUP);
  expect(after(GROUP, undefined)).toEqual(GROUP);
});

test.each<[string, GroupPosture]>([
  ['retention', { ...GROUP, retentionDays: 1 }],
  ['filters', { ...GROUP, metricFilters: [], subscriptionFilters: ['siem:2'] }],
  ['streams', { ...GROUP, streams: ['s:2'] }],
  ['mask', { ...GROUP, masked: true }],
  ['creation', { ...GROUP, createdMs: 2_000, retentionDays: 1 }],
])('a weaker %s stays as it was accepted', (_what, is) => expect(after(GROUP, is)).toEqual(GROUP));

test.each<[Finding['rule'], GroupPosture]>([
  ['group-retention-lowered', { ...GROUP, retentionDays: 1 }],
  ['group-filters-removed', { ...GROUP, metricFilters: [], subscriptionFilters: ['siem:2'] }],
  ['group-streams-deleted', { ...GROUP, streams: [] }],
  ['group-masked', { ...GROUP, masked: true }],
  ['group-remade', { ...GROUP, createdMs: 2_000 }],
])('a weakening that the owner accepted moves it: %s', (rule, is) => {
  const remaining = [{ rule, verdict: 'advised', evidence: { source: '', saw: '' } }] as const;
  expect(groupAfter(recordWith({ remaining }), parts(GROUP), parts(is), ARN)).toEqual(is);
});

test('a stronger one moves, and unread filters and streams stay', () => {
  const { metricFilters: _metric, subscriptionFilters: _subscription, streams: _streams, ...unreadParts } = GROUP;
  expect(after(GROUP, { ...unreadParts, retentionDays: 500 })).toEqual({ ...GROUP, retentionDays: 500 });
  expect(after(GROUP, { ...GROUP, streams: ['s:1', 's_2:2'] })).toEqual({ ...GROUP, streams: ['s:1', 's_2:2'] });
  expect(after({ ...GROUP, masked: true }, GROUP)).toEqual(GROUP);
});

test('a log group that trailmend made again is ours, and what it lost stays accepted', () => {
  const again = { ...GROUP, createdMs: 2_000, subscriptionFilters: [] };
  expect(after(GROUP, again, created('done'))).toEqual({ ...GROUP, createdMs: 2_000, isOurs: true });
  expect(after(GROUP, again, created('failed'))).toEqual(GROUP);
  expect(after(undefined, again, created('done'))).toEqual({ ...again, isOurs: true });
});

test.each<Step>([
  { operation: 'CreateLogGroup', input: { logGroupName: 'another', tags: {} }, needs: [], repairs: [] },
  {
    operation: 'PutRetentionPolicy',
    input: { logGroupName: 'audit-logs', retentionInDays: 400 },
    needs: [],
    repairs: [],
  },
])('only the creation of this log group makes it ours, and not $operation of $input.logGroupName', (step) => {
  expect(after(undefined, GROUP, [{ step, result: 'done', attempts: 1 }])).toEqual(GROUP);
});

test('a log group that trailmend made again has other log streams, or none yet', () => {
  const { streams: _, ...again } = { ...GROUP, createdMs: 2_000 };
  expect(after(GROUP, again, created('done'))).toEqual({ ...again, isOurs: true });
  expect(after(GROUP, { ...again, streams: [] }, created('done'))).toEqual({ ...again, streams: [], isOurs: true });
});

test('the ledger keeps that a log group is ours after its tag was removed', () => {
  expect(after({ ...GROUP, isOurs: true }, GROUP)).toEqual({ ...GROUP, isOurs: true });
  expect(after(GROUP, { ...GROUP, isOurs: true })).toEqual({ ...GROUP, isOurs: true });
});

test('another target begins with what is seen there', () => {
  const other = 'arn:aws:logs:us-east-1:111122223333:log-group:other:*';
  expect(after(GROUP, { ...GROUP, createdMs: 9_000 }, [], other)).toEqual({ ...GROUP, createdMs: 9_000 });
  expect(groupAfter(recordWith({}), parts(GROUP), parts(GROUP), other)).toBeUndefined();
});
