import { describe, expect, test } from '@jest/globals';
import { findPending } from '../../../../lambda/core/memory/pending.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { NOW, recordWith, TRIGGER, triggerWith } from '../../../support/perfect-trail.ts';

const secondsAgo = (seconds: number): string => new Date(Date.parse(NOW) - seconds * 1000).toISOString();
const OTHER = triggerWith({ eventId: 'another' });
const SWEEP = { kind: 'sweep', time: secondsAgo(5) } as const;

/** The ids of the records that a run of the perfect trail's event publishes. */
function found(...pending: readonly OutcomeRecord[]): readonly string[] {
  return findPending({ ...NO_MEMORY, pending }, { trigger: TRIGGER, time: NOW }).map(({ id }) => id);
}

describe('a run publishes the pending notifications', () => {
  test('of an earlier try of its own event at once', () => {
    expect(found(recordWith({ id: 'own', trigger: TRIGGER, time: secondsAgo(1) }))).toEqual(['own']);
  });

  test('of an earlier try of its own sweep at once, and of no other sweep', () => {
    const pending = [
      recordWith({ id: 'own', trigger: SWEEP }),
      recordWith({ id: 'other', trigger: { ...SWEEP, time: secondsAgo(6) } }),
    ];
    const records = findPending({ ...NO_MEMORY, pending }, { trigger: SWEEP, time: NOW });
    expect(records.map(({ id }) => id)).toEqual(['own']);
  });

  test.each([
    ['not those that it may still publish', 45, []],
    ['those that it can no longer publish', 45.001, ['other']],
  ])('of another run: %s (%d seconds old)', (_what, age, ids) => {
    expect(found(recordWith({ id: 'other', trigger: OTHER, time: secondsAgo(age) }))).toEqual(ids);
  });

  test('in their order, and all of them', () => {
    const old = { trigger: OTHER, time: secondsAgo(60) };
    const own = { trigger: TRIGGER, time: NOW };
    const young = { trigger: OTHER, time: NOW };
    expect(
      found(
        recordWith({ id: 'a', ...old }),
        recordWith({ id: 'b', ...young }),
        recordWith({ id: 'c', ...own }),
        recordWith({ id: 'd', ...old }),
      ),
    ).toEqual(['a', 'c', 'd']);
  });

  test('of nobody where none is pending', () => expect(found()).toEqual([]));
});
