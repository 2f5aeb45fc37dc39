import { expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { adviceWithoutEvent } from '../../../../lambda/core/notification/advice-without-event.ts';
import { ID, NOW, recordWith } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const lookup = (eventName: string) =>
  `aws cloudtrail lookup-events --lookup-attributes AttributeKey=EventName,AttributeValue=${eventName} --region us-east-1`;
const GAP: OutcomeRecord['remaining'] = [
  {
    rule: 'logging-gap',
    verdict: 'violated',
    evidence: { source: 'GetTrailStatus', saw: 'the trail did not record from 08:10 to 08:40' },
  },
];
const GAP_ADVICE = [
  'Nothing brings the events back: the trail did not record from 08:10 to 08:40. If this was not authorized, treat it as an attack.',
  `See who stopped the trail: ${lookup('StopLogging')}`,
];
const DELETED_ADVICE = [
  'If the deletion was not authorized, treat it as an attack.',
  `See who deleted it: ${lookup('DeleteTrail')}`,
];

test.each<[string, Partial<OutcomeRecord>, readonly string[]]>([
  ['nothing', {}, []],
  ['that the trail did not record for a while', { remaining: GAP }, GAP_ADVICE],
  ['that the trail was deleted', { outcome: 'SKIPPED', reason: 'trail-deleted' }, DELETED_ADVICE],
  ['both', { outcome: 'SKIPPED', reason: 'trail-deleted', remaining: GAP }, [...GAP_ADVICE, ...DELETED_ADVICE]],
  [
    'that a tag excludes the trail',
    { outcome: 'SKIPPED', reason: 'excluded-by-tag', exclusion: { now: 'true' } },
    [
      `If the tag trailmend:exclude=true was not authorized, treat it as an attack, and remove it: aws cloudtrail remove-tags --resource-id ${ID.arn} --tags-list Key=trailmend:exclude --region us-east-1`,
      `See who added it: ${lookup('AddTags')}`,
    ],
  ],
  [
    'that no tag excludes the trail any more',
    { exclusion: { was: 'true' } },
    ['The tag trailmend:exclude does not exclude the trail any more: trailmend repairs it again.'],
  ],
])('where a sweep finds %s, it says what to do', (_what, changes, lines) => {
  expect(adviceWithoutEvent(recordWith({ trigger: SWEEP, ...changes }))).toEqual(lines);
});

test.each<[string, Partial<OutcomeRecord>]>([
  ['an event, whose message names the caller', { remaining: GAP, exclusion: { now: 'true' } }],
  ['a sweep of the account', { trigger: SWEEP, remaining: GAP, subject: { kind: 'account', account: ID.account } }],
])('it says nothing after %s', (_what, changes) => {
  expect(adviceWithoutEvent(recordWith(changes))).toEqual([]);
});
