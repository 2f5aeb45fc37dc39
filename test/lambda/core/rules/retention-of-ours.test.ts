import { expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { CurrentGroup } from '../../../../lambda/core/model/log-group.ts';
import type { GroupPosture, Posture } from '../../../../lambda/core/model/posture.ts';
import { retentionForeign } from '../../../../lambda/core/rules/retention-foreign.ts';
import { retentionShort, retentionUnset } from '../../../../lambda/core/rules/retention-of-ours.ts';
import { factsWith, ourGroup, PERFECT_TRAIL, POSTURE, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

/** A short log group that trailmend created, and from which a caller removed the tag. */
const UNTAGGED: CurrentGroup = { ...ourGroup(), retentionDays: 30, createdMs: 1_000, isOurs: read(false) };
const KNOWN: GroupPosture = { createdMs: 1_000, masked: false, isOurs: true };

function verdictsOn(changes: Partial<CurrentGroup>, posture?: Posture, others: Partial<TrailFacts> = {}) {
  const facts = factsWith({ currentGroup: read({ ...UNTAGGED, ...changes }), ...others });
  const history = { ...NO_HISTORY, ...(posture && { posture }) };
  return [retentionShort, retentionForeign].map((rule) => rule(facts, SETTINGS, history).verdict);
}

const OURS = ['violated', 'healthy'];
const FOREIGN = ['healthy', 'violated'];

test('a log group that the ledger knows is of trailmend, without its tag', () => {
  expect(verdictsOn({}, { ...POSTURE, group: KNOWN })).toEqual(OURS);
  const facts = factsWith({ currentGroup: read(UNTAGGED) });
  expect(retentionShort(facts, SETTINGS, { ...NO_HISTORY, posture: { ...POSTURE, group: KNOWN } })).toEqual({
    verdict: 'violated',
    evidence: {
      source: 'DescribeLogGroups',
      saw: 'the log group /trailmend/audit, which trailmend created, has a retention of 30 days; RetentionDays is 365',
    },
  });
});

const { group: _group, ...WITHOUT_GROUP } = POSTURE;
const { createdMs: _created, ...UNKNOWN_AGE } = UNTAGGED;
const OTHER_TARGET = { ...PERFECT_TRAIL, logGroupArn: 'another' };

test.each<[string, Partial<CurrentGroup>, Posture | undefined, Partial<TrailFacts>?]>([
  ['where nothing is known of the trail', {}, undefined],
  ['where nothing is known of its log group', {}, WITHOUT_GROUP],
  ['where the ledger does not say who created it', {}, { ...POSTURE, group: { createdMs: 1_000, masked: false } }],
  ['which others made again', { createdMs: 2_000 }, { ...POSTURE, group: KNOWN }],
  ['where the trail delivered to another one', {}, { ...POSTURE, group: KNOWN, trail: OTHER_TARGET }],
  ['outside the prefix of trailmend', { name: 'audit-logs' }, { ...POSTURE, group: KNOWN }],
  ['of an unread trail', {}, { ...POSTURE, group: KNOWN }, { trail: unread('denied') }],
])('a log group without the tag is not of trailmend %s', (_when, changes, posture, others = {}) => {
  expect(verdictsOn(changes, posture, others)).toEqual(FOREIGN);
});

test('a log group without the tag is not of trailmend where neither age is known', () => {
  const currentGroup = read(UNKNOWN_AGE);
  const posture = { ...POSTURE, group: { masked: false, isOurs: true as const } };
  expect(verdictsOn({}, posture, { currentGroup })).toEqual(FOREIGN);
});

test('no retention is judged where the log group is missing or not set', () => {
  for (const group of ['missing', 'none'] as const) {
    const facts = factsWith({ currentGroup: read(group) });
    const verdicts = [retentionShort, retentionUnset, retentionForeign].map((rule) =>
      rule(facts, SETTINGS, NO_HISTORY),
    );
    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['healthy', 'healthy', 'healthy']);
  }
});
