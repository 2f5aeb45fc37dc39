import { describe, expect, test } from '@jest/globals';
import { findPending } from '../../../../lambda/core/memory/pending.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { NOW, recordWith, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const secondsAgo = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();
const OTHER = triggerWith({ eventId: 'another' });

/** The ids of the records that a run publishes. */
function found(...pending: readonly OutcomeRecord[]): readonly string[] {
  return findPending({ ...NO_MEMORY, pending }, { time: NOW }).map(({ id }) => id);
}

describe('a run publishes the pending notifications', () => {
  test.each([
    ['not those that it may still publish', 45, []],
    ['those that it can no longer publish', 45.001, ['other']],
  ])('of another run: %s (%d seconds old)', (_what, age, ids) => {
    expect(found(recordWith({ id: 'other', trigger: OTHER, time: secondsAgo(age) }))).toEqual(ids);
  });

  test('of another attempt of its own event in the same way: both may run at the same time', () => {
    const own = (seconds: number) => recordWith({ id: 'own', trigger: TRIGGER, time: secondsAgo(seconds) });
    expect(found(own(1))).toEqual([]);
    // Lambda retries an event after a minute.
    expect(found(own(60))).toEqual(['own']);
  });

  test('in their order, and all of them', () => {
    const old = { trigger: OTHER, time: secondsAgo(60) };
    const young = { trigger: OTHER, time: NOW };
    expect(
      found(
        recordWith({ id: 'a', ...old }),
        recordWith({ id: 'b', ...young }),
        recordWith({ id: 'c', ...old, trigger: TRIGGER }),
        recordWith({ id: 'd', ...old }),
      ),
    ).toEqual(['a', 'c', 'd']);
  });

  test('of nobody where none is pending', () => expect(found()).toEqual([]));
});
