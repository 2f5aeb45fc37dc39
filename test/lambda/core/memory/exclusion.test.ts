import { expect, test } from '@jest/globals';
import { EXCLUDE_TAG } from '../../../../lambda/core/integration/names.ts';
import { exclusionChange } from '../../../../lambda/core/memory/exclusion.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { outOfScope, type Scope } from '../../../../lambda/core/model/scope.ts';
import { factsWith, NOW, read, triggerWith, unread } from '../../../support/perfect-trail.ts';

const SWEEP = { kind: 'sweep', time: NOW } as const;
const TAGGED = triggerWith({ eventName: 'AddTags', tampering: 'exclusion-changed' });
const IN: Scope = { scope: 'in' };
const BY_TAG = outOfScope('excluded-by-tag', '', '');

function changed(trigger: Parameters<typeof exclusionChange>[0], scope: Scope, exclusion?: string, tag = 'true') {
  const assessment = { facts: factsWith({ tags: read({ [EXCLUDE_TAG]: tag }) }), findings: [], scope };
  return exclusionChange(trigger, assessment, { ...NO_MEMORY, ...(exclusion !== undefined && { exclusion }) });
}

test.each([
  ['a sweep', SWEEP],
  ['the event of the tag', TAGGED],
])('%s finds an exclusion, another value, and the end', (_, trigger) => {
  expect(changed(trigger, BY_TAG)).toEqual({ now: 'true' });
  expect(changed(trigger, BY_TAG, 'true')).toBeUndefined();
  expect(changed(trigger, BY_TAG, '2026-11-20')).toEqual({ was: '2026-11-20', now: 'true' });
  expect(changed(trigger, IN, 'true')).toEqual({ was: 'true' });
  expect(changed(trigger, IN)).toBeUndefined();
});

test('another event leaves the exclusion to the event of the tag, or the next sweep', () => {
  expect(changed(triggerWith({}), BY_TAG)).toBeUndefined();
  expect(changed(triggerWith({}), IN, 'true')).toBeUndefined();
});

test('a change has only the values that there were and are', () => {
  expect(changed(SWEEP, BY_TAG)).toStrictEqual({ now: 'true' });
  expect(changed(SWEEP, IN, 'true')).toStrictEqual({ was: 'true' });
});

test('a trail that is out of scope for another reason, or whose tags are unread, shows no change', () => {
  expect(changed(SWEEP, outOfScope('excluded-by-parameter', '', ''), 'true')).toBeUndefined();
  expect(changed(SWEEP, outOfScope('excluded-by-parameter', '', ''))).toBeUndefined();
  expect(
    changed(SWEEP, { scope: 'unknown', reason: 'unread-fact', detail: '', whoCanAct: '' }, 'true'),
  ).toBeUndefined();
  const unreadTags = { facts: factsWith({ tags: unread('denied') }), findings: [], scope: IN };
  expect(exclusionChange(SWEEP, unreadTags, NO_MEMORY)).toBeUndefined();
});
