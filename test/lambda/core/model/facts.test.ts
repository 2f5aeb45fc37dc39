import { expect, test } from '@jest/globals';
import { existingGroup, namedGroup, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { ID, ourGroup, PERFECT_TRAIL, read, unread } from '../../../support/perfect-trail.ts';

const GROUP = { ...ourGroup(), isOurs: read(true) };

test.each<[string, TrailFacts['currentGroup'], object | undefined]>([
  ['that AWS lists', read(GROUP), GROUP],
  ['that is missing', read('missing'), undefined],
  ['that is not set', read('none'), undefined],
  ['that is unread', unread('denied'), undefined],
])('a log group %s exists: %j', (_which, currentGroup, expected) => {
  expect(existingGroup({ currentGroup })).toBe(expected);
});

test('the log group that a trail names is in its ARN', () => {
  const name = 'audit-logs';
  expect(namedGroup({ trail: read(PERFECT_TRAIL) })).toEqual({ region: ID.region, account: ID.account, name });
  expect(namedGroup({ trail: read({ ...PERFECT_TRAIL, logGroupArn: '' }) })).toBeUndefined();
  expect(namedGroup({ trail: unread('denied') })).toBeUndefined();
});
