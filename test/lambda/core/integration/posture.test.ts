import { expect, test } from '@jest/globals';
import { partsSeen } from '../../../../lambda/core/integration/posture.ts';
import type { EventSelectors } from '../../../../lambda/core/model/event-selectors.ts';
import { factsWith, PERFECT_TRAIL, POSTURE, read, selecting, unread } from '../../../support/perfect-trail.ts';

const recorded = (changes: Partial<EventSelectors>) =>
  partsSeen(PERFECT_TRAIL, factsWith({ eventSelectors: selecting(changes) })).recording;
const own = (json: string) => ({ own: { kind: 'advanced' as const, json } });

test('the facts of a trail show what it is set to', () => {
  const { since: _, ...parts } = POSTURE;
  expect(partsSeen(PERFECT_TRAIL, factsWith({}))).toEqual(parts);
  expect(partsSeen(PERFECT_TRAIL, factsWith({ tags: read({ team: 'a' }) })).tags).toEqual({ team: 'a' });
});

test.each<[string, Parameters<typeof factsWith>[0], string]>([
  ['event selectors', { eventSelectors: unread('denied') }, 'recording'],
  ['event selectors of another account', { eventSelectors: 'not-asked' }, 'recording'],
  ['tags', { tags: unread('denied') }, 'tags'],
  ['log group', { currentGroup: unread('denied') }, 'group'],
])('an unread part is absent: %s', (_what, changes, part) => {
  expect(partsSeen(PERFECT_TRAIL, factsWith(changes))).not.toHaveProperty(part);
});

test.each<[EventSelectors['managementEvents'], string]>([
  ['all', 'all'],
  ['write-only', 'all'],
  ['partial', 'partial'],
  ['read-only', 'none'],
  ['none', 'none'],
])('of the events that write, %s are %s', (managementEvents, writes) => {
  expect(recorded({ managementEvents })).toEqual({ writes, reads: 'all', excludedSources: [] });
});

test('event selectors are remembered up to 50,000 characters', () => {
  const selectors = own('x'.repeat(50_000));
  expect(recorded(selectors)).toMatchObject(selectors);
  expect(recorded(own('x'.repeat(50_001)))).not.toHaveProperty('own');
});
