import { describe, expect, test } from '@jest/globals';
import { NO_HISTORY, type TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { Scope } from '../../../../lambda/core/model/scope.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { assess } from '../../../../lambda/core/rules/assess.ts';
import { isEventVisible } from '../../../../lambda/core/rules/event-effect.ts';
import {
  factsWith,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const IN: Scope = { scope: 'in' };
const EXCLUDED: Scope = { scope: 'out', reason: 'excluded-by-tag', detail: '', whoCanAct: '' };
const isVisible = (call: Partial<CallTrigger>, facts: TrailFacts = PERFECT_FACTS, scope: Scope = IN) =>
  isEventVisible(triggerWith(call), { facts, findings: assess(facts, SETTINGS, NO_HISTORY), scope });

const STOPPED = { eventName: 'StopLogging', tampering: 'stopped' } as const;
const BLANKED = { eventName: 'UpdateTrail', tampering: 'blanked' } as const;
const GROUP_DELETED = { eventName: 'DeleteLogGroup', logGroupArn: PERFECT_TRAIL.logGroupArn } as const;
const OTHER_GROUP_DELETED = { ...GROUP_DELETED, logGroupArn: PERFECT_TRAIL.logGroupArn.replace('audit', 'other') };
const INCLUDED = { eventName: 'RemoveTags', tampering: 'exclusion-changed' } as const;
const trailWithout = (what: 'logGroupArn' | 'roleArn') => factsWith({ trail: read({ ...PERFECT_TRAIL, [what]: '' }) });
const NOT_LOGGING = factsWith({ status: read({ isLogging: false }) });
const GROUP_GONE = factsWith({ currentGroup: read('missing') });
const OF_OTHER_CLASS = factsWith({
  currentGroup: read({ name: 'audit-logs', class: 'ESSENTIALS', retentionDays: 400, isOurs: read(false) }),
});
const GONE = factsWith({ gone: true });
const EXCLUDE = { eventName: 'AddTags', tampering: 'exclusion-changed' } as const;
const OTHER_TAG = factsWith({ tags: read({ owner: 'audit' }) });
const ACCEPT = { eventName: 'AddTags', tampering: 'accept-tag' } as const;
const UNREAD_TAGS = factsWith({ tags: unread('ListTags returned ThrottlingException') });

describe('the effect of a call is visible', () => {
  test.each<[string, Partial<CallTrigger>, TrailFacts, Scope?]>([
    ['when the trail that was stopped does not log', STOPPED, NOT_LOGGING],
    ['when the trail that was blanked names no group', BLANKED, trailWithout('logGroupArn')],
    ['when the trail that was blanked names no role', BLANKED, trailWithout('roleArn')],
    ['when the deleted group is missing', GROUP_DELETED, GROUP_GONE],
    ['when the trail does not name the deleted group', OTHER_GROUP_DELETED, PERFECT_FACTS],
    ['when it harms nothing', { eventName: 'UpdateTrail' }, PERFECT_FACTS],
    ['when trailmend may not repair the trail', STOPPED, PERFECT_FACTS, EXCLUDED],
    ['when the tag that excluded the trail is gone', INCLUDED, PERFECT_FACTS],
    [
      'when the trail is out of scope for another reason than the tag that is gone',
      INCLUDED,
      PERFECT_FACTS,
      { ...EXCLUDED, reason: 'control-tower' },
    ],
    ['when a tag that excludes nothing was removed', { eventName: 'RemoveTags' }, PERFECT_FACTS, EXCLUDED],
    ['when the trail is gone after a call that creates none', STOPPED, GONE],
    ['when the trail that was deleted is gone', { eventName: 'DeleteTrail', tampering: 'deleted' }, GONE],
    [
      'when the trail has the tag that excludes it',
      EXCLUDE,
      factsWith({ tags: read({ 'trailmend:exclude': 'true' }) }),
    ],
    ['when the tags of an excluded trail are unread', EXCLUDE, UNREAD_TAGS],
    ['when the trail has the tag that accepts', ACCEPT, factsWith({ tags: read({ 'trailmend:accept': '0123abcd' }) })],
    ['when the tags of a trail that accepts are unread', ACCEPT, UNREAD_TAGS],
    ['when another tag was added', { eventName: 'AddTags' }, OTHER_TAG],
    [
      'when a call that deletes no group names that of the trail',
      { ...GROUP_DELETED, eventName: 'DeleteLogStream' },
      PERFECT_FACTS,
    ],
  ])('%s', (_name, ...seen) => expect(isVisible(...seen)).toBe(true));

  test('for a sweep, which follows no call', () => {
    const seen = { facts: PERFECT_FACTS, findings: [], scope: EXCLUDED };
    expect(isEventVisible({ kind: 'sweep', time: NOW }, seen)).toBe(true);
  });
});

describe('the effect of a call is not visible', () => {
  test.each<[string, Partial<CallTrigger>, TrailFacts, Scope?]>([
    ['while the trail that was stopped appears to log', STOPPED, PERFECT_FACTS],
    ['while the deleted group is listed, whatever trailmend recommends about it', GROUP_DELETED, OF_OTHER_CLASS],
    ['while the trail that was stopped shows only another problem', STOPPED, GROUP_GONE],
    ['while the trail that was blanked appears healthy', BLANKED, PERFECT_FACTS],
    ['while the trail that was blanked shows only another problem', BLANKED, NOT_LOGGING],
    ['while the deleted group appears to exist', GROUP_DELETED, PERFECT_FACTS],
    ['while the deleted group appears to exist, and something else is wrong', GROUP_DELETED, trailWithout('roleArn')],
    ['while the trail appears to be excluded by the tag that is gone', INCLUDED, PERFECT_FACTS, EXCLUDED],
    ['while a trail that was created appears not to exist', { eventName: 'CreateTrail' }, GONE],
    ['while a trail that was started appears not to exist', { eventName: 'StartLogging' }, GONE],
    [
      'while the trail that was deleted appears to exist',
      { eventName: 'DeleteTrail', tampering: 'deleted' },
      PERFECT_FACTS,
      EXCLUDED,
    ],
    ['while the tag that excludes the trail does not appear', EXCLUDE, OTHER_TAG],
    ['while the tag that accepts does not appear', ACCEPT, OTHER_TAG],
    ['while a trail that got selectors appears not to exist', { eventName: 'PutEventSelectors' }, GONE],
  ])('%s', (_name, ...seen) => expect(isVisible(...seen)).toBe(false));

  test('unless it shows beside another problem', () => {
    expect(isVisible(STOPPED, { ...GROUP_GONE, status: read({ isLogging: false }) })).toBe(true);
  });
});
