import {
  CloudWatchLogsClient,
  DescribeMetricFiltersCommand,
  type MetricFilter as SdkFilter,
} from '@aws-sdk/client-cloudwatch-logs';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readOwnFilters } from '../../../../lambda/aws/read/metric-filters.ts';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { Tags } from '../../../../lambda/core/model/tags.ts';
import { ID, SETTINGS } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const logs = mocked(CloudWatchLogsClient);
beforeEach(() => void logs.reset());

const CIS = { ...SETTINGS, metricFilters: 'cis' } as const;
const GROUP = { name: '/trailmend/audit', class: 'STANDARD' };
const OURS: Fact<Tags> = { read: true, value: { 'trailmend:trail': ID.arn } };
const FOUND: SdkFilter = {
  filterName: 'trailmend-RootUse',
  filterPattern: '{ $.a = "x" }',
  metricTransformations: [{ metricName: 'RootUse', metricNamespace: 'Trailmend', metricValue: '1', unit: 'None' }],
  creationTime: 1,
  logGroupName: GROUP.name,
  applyOnTransformedLogs: false,
};

async function read({ group = GROUP, settings = CIS, tags = OURS } = {}) {
  return readOwnFilters(clientsFor('eu-west-1'), ID, group, settings, async () => tags);
}

describe('the metric filters of a group of trailmend', () => {
  test('are asked for by their prefix, page after page', async () => {
    logs
      .on(DescribeMetricFiltersCommand)
      .resolvesOnce({ metricFilters: [FOUND], nextToken: 'more' })
      .resolves({ metricFilters: [{ ...FOUND, filterName: 'trailmend-Other' }] });
    const rest = { pattern: '{ $.a = "x" }', metric: 'RootUse', namespace: 'Trailmend', value: '1', isNarrowed: false };
    expect(await read()).toEqual({
      read: true,
      value: [
        { name: 'trailmend-RootUse', ...rest },
        { name: 'trailmend-Other', ...rest },
      ],
    });
    const asked = { logGroupName: GROUP.name, filterNamePrefix: 'trailmend-' };
    expect(logs.calls().map(({ args: [{ input }] }) => input)).toMatchObject([asked, { ...asked, nextToken: 'more' }]);
  });

  test.each<[string, Partial<SdkFilter>]>([
    [
      'dimensions',
      { metricTransformations: [{ ...FOUND.metricTransformations?.[0], dimensions: { a: '$.a' } }] as never },
    ],
    ['system dimensions', { emitSystemFieldDimensions: ['@aws.region'] }],
    ['a choice by fields', { fieldSelectionCriteria: '@aws.region = "eu-west-1"' }],
    ['transformed logs', { applyOnTransformedLogs: true }],
  ])('%s make a filter narrower', async (_, change) => {
    logs.on(DescribeMetricFiltersCommand).resolves({ metricFilters: [{ ...FOUND, ...change }] });
    expect(await read()).toMatchObject({ value: [{ isNarrowed: true }] });
  });

  test('an empty filter has empty values', async () => {
    logs.on(DescribeMetricFiltersCommand).resolves({ metricFilters: [{ filterName: 'trailmend-x' }] });
    expect(await read()).toMatchObject({
      value: [{ name: 'trailmend-x', pattern: '', metric: '', isNarrowed: false }],
    });
  });
});

describe('metric filters are not asked for', () => {
  test.each([
    ['without the parameter', { settings: SETTINGS }],
    ['of a group outside the prefix', { group: { ...GROUP, name: 'audit-logs' } }],
    ['of a group of a class without metric filters', { group: { ...GROUP, class: 'INFREQUENT_ACCESS' } }],
  ])('%s', async (_, what) => {
    expect(await read(what as never)).toBe('not-asked');
    expect(logs.calls()).toEqual([]);
  });

  test.each([{}, { 'trailmend:trail': `${ID.arn}-other` }])('of a group with the tags %j', async (value) => {
    logs.on(DescribeMetricFiltersCommand).resolves({ metricFilters: [FOUND] });
    expect(await read({ tags: { read: true, value } as Fact<Tags> })).toBe('not-asked');
  });
});

test.each([
  ['tags', { tags: { read: false, why: 'ListTagsForResource returned X' } as Fact<Tags> }, 'ListTagsForResource'],
  ['filters', {}, 'DescribeMetricFilters returned AccessDeniedException'],
])('filters are unread when AWS refuses the %s', async (_, what, why) => {
  logs.on(DescribeMetricFiltersCommand).rejects(Object.assign(new Error('no'), { name: 'AccessDeniedException' }));
  expect(await read(what)).toEqual({ read: false, why: expect.stringContaining(why) });
});
