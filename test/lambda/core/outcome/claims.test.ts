import { describe, expect, test } from '@jest/globals';
import { isRead } from '../../../../lambda/core/model/fact.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { whyUnconfirmed } from '../../../../lambda/core/outcome/claims.ts';
import { factsWith, PERFECT_FACTS, PERFECT_TRAIL, read, triggerWith, unread } from '../../../support/perfect-trail.ts';

const AT = '2026-11-20T09:00:00Z';
const why = (call: Partial<CallTrigger>, facts: Partial<TrailFacts> = {}, memory = NO_MEMORY) =>
  whyUnconfirmed(triggerWith({ eventTime: AT, ...call }), factsWith(facts), memory);
const status = (isLogging: boolean, stoppedLogging?: string) => ({
  status: read({ isLogging, ...(stoppedLogging !== undefined && { stoppedLogging }) }),
});
const DELETED_GROUP = { tampering: 'log-group-deleted', logGroupArn: PERFECT_TRAIL.logGroupArn } as const;
const repaired = (time: string, concern: 'role' | 'logging' | 'log-group') => ({
  ...NO_MEMORY,
  repairs: [{ time, concerns: [concern] }],
});
const group = PERFECT_FACTS.currentGroup;
const GROUP = isRead(group) && typeof group.value !== 'string' ? group.value : undefined;
if (!GROUP) throw new Error('The perfect trail has a log group.');
const TAGGED = { tags: read({ 'trailmend:exclude': 'true' }) };

describe('an event is borne out', () => {
  test.each<[string, Partial<CallTrigger>, Partial<TrailFacts>?, typeof NO_MEMORY?]>([
    ['of an ordinary change', {}],
    ['of any call on a trail that is gone', { tampering: 'stopped' }, { gone: true }],
    ['by a trail that does not log', { tampering: 'stopped' }, status(false)],
    [
      'by a stop near the event, no matter who started the trail',
      { tampering: 'stopped' },
      status(true, '2026-11-20T08:56:00Z'),
    ],
    ['by a stop five minutes before the event', { tampering: 'stopped' }, status(true, '2026-11-20T08:55:00Z')],
    ['by a stop five minutes after the event', { tampering: 'stopped' }, status(true, '2026-11-20T09:05:00Z')],
    [
      'by a log group that is not set',
      { tampering: 'blanked' },
      { trail: read({ ...PERFECT_TRAIL, logGroupArn: '' }) },
    ],
    ['by a role that is not set', { tampering: 'blanked' }, { trail: read({ ...PERFECT_TRAIL, roleArn: '' }) }],
    ['by a repair since the event', { tampering: 'blanked' }, {}, repaired('2026-11-20T09:00:30Z', 'role')],
    ['by a repair five minutes before it', { tampering: 'blanked' }, {}, repaired('2026-11-20T08:55:00Z', 'role')],
    [
      'by a repair of several concerns',
      { tampering: 'blanked' },
      {},
      { ...NO_MEMORY, repairs: [{ time: AT, concerns: ['logging', 'log-group'] }] },
    ],
    ['by a repair of the log group since the event', DELETED_GROUP, {}, repaired('2026-11-20T09:00:30Z', 'log-group')],
    ['by a log group that is not set, in place of the deleted one', DELETED_GROUP, { currentGroup: read('none') }],
    ['by a log group that is missing', DELETED_GROUP, { currentGroup: read('missing') }],
    [
      'by a log group that was created since',
      DELETED_GROUP,
      { currentGroup: read({ ...GROUP, createdMs: Date.parse(AT) }) },
    ],
    ['by a trail that delivers elsewhere', { ...DELETED_GROUP, logGroupArn: 'other' }],
    ['by the tag', { tampering: 'exclusion-changed', eventName: 'AddTags' }, TAGGED],
    ['by no tag', { tampering: 'exclusion-changed', eventName: 'RemoveTags' }],
    ['or cannot be compared: status', { tampering: 'stopped' }, { status: unread('no') }],
    ['or cannot be compared: trail', { tampering: 'blanked' }, { trail: unread('no') }],
    ['or cannot be compared: the trail of a log group', DELETED_GROUP, { trail: unread('no') }],
    ['or cannot be compared: group', DELETED_GROUP, { currentGroup: unread('no') }],
    ['or cannot be compared: tags', { tampering: 'exclusion-changed', eventName: 'AddTags' }, { tags: unread('no') }],
    ['or cannot be compared: a denied call', { tampering: 'denied-attempt' }],
  ])('%s', (_what, ...claim) => expect(why(...claim)).toBeUndefined());
});

describe('an event is not borne out, and the reason is what AWS shows', () => {
  test.each<[string, Partial<CallTrigger>, Partial<TrailFacts>?, typeof NO_MEMORY?]>([
    ['GetTrail returns the trail', { tampering: 'deleted' }],
    ['no', { tampering: 'deleted' }, { trail: unread('no') }],
    ['GetTrailStatus reports that the trail logs, and no stop', { tampering: 'stopped' }, status(true)],
    [
      'GetTrailStatus reports that the trail logs, and its last stop at 2026-11-20T08:54:00Z',
      { tampering: 'stopped' },
      status(true, '2026-11-20T08:54:00Z'),
    ],
    [
      'GetTrailStatus reports that the trail logs, and its last stop at 2026-11-20T09:06:00Z',
      { tampering: 'stopped' },
      status(true, '2026-11-20T09:06:00Z'),
    ],
    ['GetTrail returns a log group and a role', { tampering: 'blanked' }],
    ['GetTrail returns a log group and a role', { tampering: 'blanked' }, {}, repaired('2026-11-20T08:00:00Z', 'role')],
    [
      'GetTrail returns a log group and a role',
      { tampering: 'blanked' },
      {},
      repaired('2026-11-20T09:00:30Z', 'logging'),
    ],
    ['DescribeLogGroups returns the log group, which was not created since', DELETED_GROUP],
    [
      'DescribeLogGroups returns the log group, which was not created since',
      DELETED_GROUP,
      { currentGroup: read({ ...GROUP, createdMs: Date.parse('2026-11-20T08:54:59Z') }) },
    ],
    ['ListTags returns no tag trailmend:exclude', { tampering: 'exclusion-changed', eventName: 'AddTags' }],
    ['ListTags returns the tag trailmend:exclude', { tampering: 'exclusion-changed', eventName: 'RemoveTags' }, TAGGED],
  ])('%s', (expected, ...claim) => expect(why(...claim)).toBe(expected));
});
