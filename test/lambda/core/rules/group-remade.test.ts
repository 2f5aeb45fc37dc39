import { expect, test } from '@jest/globals';
import { logGroupNames } from '../../../../lambda/core/integration/names.ts';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { CurrentGroup } from '../../../../lambda/core/model/log-group.ts';
import { LEASE_MS } from '../../../../lambda/core/model/memory.ts';
import { groupRemade } from '../../../../lambda/core/rules/group-remade.ts';
import { factsWith, ID, NOW, ourGroup, POSTURE, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const ACCEPTED = Date.parse('2026-01-01T00:00:00.000Z');
const JUST_NOW = Date.parse(NOW);
const [ours, oursIfTaken] = logGroupNames(ID, SETTINGS.logGroupPrefix);
const history = { ...NO_HISTORY, posture: { ...POSTURE, group: { createdMs: ACCEPTED, masked: false } } };

const verdictOn = (currentGroup: TrailFacts['currentGroup']) =>
  groupRemade(factsWith({ currentGroup }), SETTINGS, history).verdict;

test.each<[string, 'healthy' | 'violated', Partial<CurrentGroup>]>([
  ['the accepted log group', 'healthy', { createdMs: ACCEPTED }],
  ['another log group', 'violated', { name: 'audit-logs', createdMs: JUST_NOW }],
  ['a log group that a run may have just created', 'healthy', { name: ours, createdMs: JUST_NOW }],
  ['one that it may have created under the second name', 'healthy', { name: oursIfTaken, createdMs: JUST_NOW }],
  ['one that is a moment younger than a lease', 'healthy', { name: ours, createdMs: JUST_NOW - LEASE_MS + 1 }],
  ['one that is as old as a lease', 'violated', { name: ours, createdMs: JUST_NOW - LEASE_MS }],
  ['one whose age AWS does not report', 'healthy', { name: ours }],
])('%s is %s', (_what, verdict, changes) => {
  expect(verdictOn(read({ ...ourGroup(), isOurs: 'not-asked', ...changes }))).toBe(verdict);
});

test.each<[string, TrailFacts['currentGroup']]>([
  ['is missing', read('missing')],
  ['is not set', read('none')],
  ['is unread', unread('denied')],
])('a log group that %s is not another one', (_what, group) => expect(verdictOn(group)).toBe('healthy'));
