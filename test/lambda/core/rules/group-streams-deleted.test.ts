import { expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Posture } from '../../../../lambda/core/model/posture.ts';
import { groupStreamsDeleted } from '../../../../lambda/core/rules/group-streams-deleted.ts';
import { factsWith, PERFECT_TRAIL, POSTURE, read, SETTINGS, unread } from '../../../support/perfect-trail.ts';

const KNOWN: Posture = { ...POSTURE, group: { streams: ['111122223333_CloudTrail_us-east-1:1'], masked: false } };
const { group: _, ...WITHOUT_GROUP } = POSTURE;

const verdictOn = (facts: Partial<TrailFacts>, posture: Posture) =>
  groupStreamsDeleted(factsWith(facts), SETTINGS, { ...NO_HISTORY, posture });

test('unread log streams may be missing', () => {
  const evidence = { source: 'DescribeLogStreams', saw: 'denied' };
  expect(verdictOn({ groupStreams: unread('denied') }, KNOWN)).toEqual({ verdict: 'undecided', evidence });
});

test.each<[string, Posture, TrailFacts['groupStreams']]>([
  ['that nobody accepted', { ...POSTURE, group: { masked: false } }, unread('denied')],
  ['of a log group that nobody accepted', WITHOUT_GROUP, unread('denied')],
  ['that are more than a page', KNOWN, 'not-asked'],
])('log streams %s are not missing', (_what, posture, groupStreams) => {
  expect(verdictOn({ groupStreams }, posture).verdict).toBe('healthy');
});

test('while the trail is unread, nothing is known of its log streams', () => {
  const facts = { trail: unread('no trail'), groupStreams: read([]) };
  expect(verdictOn(facts, KNOWN)).toMatchObject({ verdict: 'undecided', evidence: { saw: 'no trail' } });
  expect(
    verdictOn({ trail: read({ ...PERFECT_TRAIL, logGroupArn: 'another' }), groupStreams: read([]) }, KNOWN),
  ).toEqual({
    verdict: 'healthy',
  });
});
