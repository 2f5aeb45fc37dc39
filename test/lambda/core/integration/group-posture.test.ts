import { expect, test } from '@jest/globals';
import { groupSeen } from '../../../../lambda/core/integration/group-posture.ts';
import { compare } from '../../../../lambda/core/integration/weakening.ts';
import type { CurrentGroup } from '../../../../lambda/core/model/log-group.ts';
import type { GroupPosture, PostureParts } from '../../../../lambda/core/model/posture.ts';
import { factsWith, POSTURE, read, unread } from '../../../support/perfect-trail.ts';

const GROUP: GroupPosture = {
  createdMs: 1_000,
  retentionDays: 400,
  metricFilters: ['alarm:1'],
  subscriptionFilters: ['siem:1'],
  streams: ['s:1', 's_2:2'],
  masked: false,
};
const { retentionDays: _, ...FOR_EVER } = GROUP;
const { createdMs: _created, ...WITHOUT_TIME } = GROUP;
const parts = (group: GroupPosture): PostureParts => ({ ...POSTURE, group });
const rules = (was: GroupPosture, is: GroupPosture) => compare(parts(was), parts(is)).map(({ rule }) => rule);

test.each<[string, GroupPosture, GroupPosture, readonly string[]]>([
  ['made again', GROUP, { ...GROUP, createdMs: 2_000 }, ['group-remade']],
  ['whose time AWS no longer reports', GROUP, WITHOUT_TIME, []],
  ['whose time AWS did not report before', WITHOUT_TIME, GROUP, []],
  ['with a shorter retention', GROUP, { ...GROUP, retentionDays: 399 }, ['group-retention-lowered']],
  ['with a retention where there was none', FOR_EVER, GROUP, ['group-retention-lowered']],
  ['without a retention', GROUP, FOR_EVER, []],
  ['with a longer retention', GROUP, { ...GROUP, retentionDays: 3653 }, []],
  ['without a metric filter', GROUP, { ...GROUP, metricFilters: [] }, ['group-filters-removed']],
  ['with another filter of the name', GROUP, { ...GROUP, metricFilters: ['alarm:2'] }, ['group-filters-removed']],
  ['without a subscription filter', GROUP, { ...GROUP, subscriptionFilters: [] }, ['group-filters-removed']],
  ['with more filters', GROUP, { ...GROUP, metricFilters: ['alarm:1', 'more:1'] }, []],
  ['without a log stream', GROUP, { ...GROUP, streams: ['s:1'] }, ['group-streams-deleted']],
  ['with a newer log stream of the name', GROUP, { ...GROUP, streams: ['s:1', 's_2:3'] }, ['group-streams-deleted']],
  ['with more log streams', GROUP, { ...GROUP, streams: ['s:1', 's_2:2', 's_3:3'] }, []],
  ['made again, with new log streams', GROUP, { ...GROUP, createdMs: 2_000, streams: ['s:9'] }, ['group-remade']],
  ['masked', GROUP, { ...GROUP, masked: true }, ['group-masked']],
  ['masked as before', { ...GROUP, masked: true }, { ...GROUP, masked: true }, []],
])('a log group %s', (_what, was, is, found) => expect(rules(was, is)).toEqual(found));

test.each<[string, GroupPosture, Partial<GroupPosture>]>([
  [
    'audit-logs was created at 1970-01-01T00:00:02.000Z; the accepted one was created at 1970-01-01T00:00:01.000Z',
    GROUP,
    { createdMs: 2_000 },
  ],
  [
    'audit-logs was created at an unknown time; the accepted one was created at 1970-01-01T00:00:01.000Z',
    GROUP,
    { createdMs: 1e20 },
  ],
  ['audit-logs keeps events for 30 days; accepted: 400 days', GROUP, { retentionDays: 30 }],
  ['audit-logs keeps events for 30 days; accepted: for ever', FOR_EVER, { retentionDays: 30 }],
  [
    'audit-logs has lost or changed: metric filter alarm, metric filter other, subscription filter siem',
    { ...GROUP, metricFilters: ['alarm:1', 'other:1'] },
    { metricFilters: [], subscriptionFilters: [] },
  ],
])('a weaker log group is described: %s', (saw, was, changes) => {
  const [found] = compare(parts(was), parts({ ...was, ...changes }));
  expect(found?.saw).toBe(`the log group ${saw}`);
});

test('deleted log streams and a mask are described', () => {
  const saw = (changes: Partial<GroupPosture>) => compare(parts(GROUP), parts({ ...GROUP, ...changes }))[0]?.saw;
  expect(saw({ streams: [] })).toBe(
    'others deleted log streams with their events from the log group audit-logs: s, s_2',
  );
  expect(saw({ masked: true })).toBe('a data protection policy masks events in the log group audit-logs');
});

test('what is unread is not weaker', () => {
  const { metricFilters: _metric, subscriptionFilters: _subscription, streams: _streams, ...unreadParts } = GROUP;
  expect(rules(GROUP, unreadParts)).toEqual([]);
  expect(rules(unreadParts, GROUP)).toEqual([]);
  const { group: _, ...unread } = POSTURE;
  expect(compare(parts(GROUP), unread)).toEqual([]);
});

test('another log group than the accepted one is not compared', () => {
  const other = { ...parts({ ...GROUP, createdMs: 2_000 }), trail: { ...POSTURE.trail, logGroupArn: 'other' } };
  expect(compare(parts(GROUP), other).map(({ rule }) => rule)).not.toContain('group-remade');
});

const alarm = { name: 'alarm', pattern: 'x', metric: 'm', namespace: 'n', value: '1', isNarrowed: false };
const siem = { name: 'siem', pattern: '', destinationArn: 'arn' };

test('filters are seen by their names and the rest of them, without those of trailmend, and streams with their creation', () => {
  const seen = (pattern: string) =>
    groupSeen(
      factsWith({
        groupStreams: read([
          { name: 's_2', createdMs: 2 },
          { name: 's', createdMs: 1 },
        ]),
        groupFilters: {
          metric: read([
            { ...alarm, pattern },
            { ...alarm, name: 'trailmend-RootUse' },
          ]),
          subscription: read([siem]),
        },
      }),
    );
  expect(seen('x')).toEqual({
    retentionDays: 400,
    metricFilters: [expect.stringMatching(/^alarm:[0-9a-f]{8}$/)],
    subscriptionFilters: [expect.stringMatching(/^siem:[0-9a-f]{8}$/)],
    streams: ['s:1', 's_2:2'],
    masked: false,
  });
  expect(seen('y')?.metricFilters).not.toEqual(seen('x')?.metricFilters);
});

test('when a log group was created, what it keeps, and who created it are seen where AWS reports it', () => {
  const group = { name: 'audit-logs', class: 'STANDARD', isOurs: read(false) };
  const seen = (changes: Partial<CurrentGroup>) =>
    groupSeen(factsWith({ currentGroup: read({ ...group, ...changes }) }));
  const rest = { metricFilters: [], subscriptionFilters: [], streams: [], masked: false };
  expect(seen({})).toStrictEqual(rest);
  expect(seen({ createdMs: 1, retentionDays: 30, isOurs: read(true), isMasked: true })).toStrictEqual({
    ...rest,
    createdMs: 1,
    retentionDays: 30,
    isOurs: true,
    masked: true,
  });
  expect(seen({ isOurs: 'not-asked' })).toStrictEqual(rest);
});

test('unread filters and streams are absent, and so is a log group that does not exist', () => {
  const groupFilters = { metric: unread('denied'), subscription: 'not-asked' } as const;
  expect(groupSeen(factsWith({ groupFilters, groupStreams: unread('denied') }))).toEqual({
    retentionDays: 400,
    masked: false,
  });
  expect(groupSeen(factsWith({ currentGroup: read('missing') }))).toBeUndefined();
  expect(groupSeen(factsWith({ currentGroup: unread('denied') }))).toBeUndefined();
});
