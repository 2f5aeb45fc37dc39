import { expect, test } from '@jest/globals';
import { type History, NO_HISTORY } from '../../../../lambda/core/model/facts.ts';
import type { GroupFilters } from '../../../../lambda/core/model/log-group.ts';
import { groupFiltersRemoved } from '../../../../lambda/core/rules/group-filters-removed.ts';
import { factsWith, POSTURE, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const WITH_ALARM = { ...POSTURE, group: { metricFilters: ['alarm:1'], subscriptionFilters: [], masked: false } };
const NONE = { metric: read([]), subscription: read([]) };

const verdictOn = (groupFilters: GroupFilters, history: Partial<History> = { posture: POSTURE }) =>
  groupFiltersRemoved(factsWith({ groupFilters }), SETTINGS, { ...NO_HISTORY, ...history });

test.each<[string, GroupFilters, string]>([
  ['metric filters', { ...NONE, metric: unread('denied') }, 'DescribeMetricFilters'],
  ['subscription filters', { ...NONE, subscription: unread('denied') }, 'DescribeSubscriptionFilters'],
])('unread %s may be missing', (_kind, filters, source) => {
  expect(verdictOn(filters)).toEqual({ verdict: 'undecided', evidence: { source, saw: 'denied' } });
});

test('the filters of a log group whose filters nobody accepted need no reading', () => {
  const filters = { metric: unread('denied'), subscription: unread('denied') };
  const { group: _, ...withoutGroup } = POSTURE;
  expect(verdictOn(filters, {}).verdict).toBe('healthy');
  expect(verdictOn(filters, { posture: withoutGroup }).verdict).toBe('healthy');
});

test('filters that no decision needs are not missing', () => {
  expect(verdictOn({ metric: 'not-asked', subscription: 'not-asked' }).verdict).toBe('healthy');
});

test('a filter that is gone outweighs filters that are unread', () => {
  const verdict = verdictOn({ metric: read([]), subscription: unread('denied') }, { posture: WITH_ALARM });
  expect(verdict).toMatchObject({
    verdict: 'violated',
    evidence: { saw: 'the log group audit-logs has lost or changed: metric filter alarm' },
  });
});
