import { expect, test } from '@jest/globals';
import { isDue, withoutOne } from '../../../../lambda/core/memory/denials.ts';
import { PUBLISHING_MS } from '../../../../lambda/core/memory/pending.ts';
import type { DeniedCalls } from '../../../../lambda/core/model/denials.ts';
import { NOW } from '../../../support/perfect-trail.ts';

const HOUR_MS = 60 * 60_000;
const ago = (ms: number) => new Date(Date.parse(NOW) - ms).toISOString();
const of = (changes: Partial<DeniedCalls>): DeniedCalls => ({ principal: 'dana', calls: [], ...changes });

test.each<[string, boolean, Partial<DeniedCalls>]>([
  ['people know nothing of the principal', true, {}],
  ['people were notified less than an hour ago', false, { notified: ago(HOUR_MS - 1) }],
  ['people were notified an hour ago', true, { notified: ago(HOUR_MS) }],
  ['people were notified at a time that no run can have written', true, { notified: ago(-HOUR_MS) }],
  ['another run is notifying people', false, { claim: { holder: 'other', time: ago(PUBLISHING_MS - 1) } }],
  ['another run began to and did not end', true, { claim: { holder: 'other', time: ago(PUBLISHING_MS) } }],
  ['this run began to', true, { claim: { holder: 'this', time: NOW } }],
  ['this run began to, after people were notified', false, { claim: { holder: 'this', time: NOW }, notified: NOW }],
])('where %s, a denied attempt is due: %s', (_what, expected, changes) => {
  expect(isDue(of(changes), 'this', NOW)).toBe(expected);
});

test('the call of a message is not one of the others', () => {
  const call = (eventName: string, count: number) => {
    return { eventName, actor: 'dana', count, first: NOW, last: NOW, denied: true };
  };
  const calls = [call('StopLogging', 3), call('DeleteTrail', 1)];
  expect(withoutOne(of({ calls }), 'StopLogging')).toEqual([call('StopLogging', 2), call('DeleteTrail', 1)]);
  expect(withoutOne(of({ calls }), 'DeleteTrail')).toEqual([call('StopLogging', 3)]);
});
