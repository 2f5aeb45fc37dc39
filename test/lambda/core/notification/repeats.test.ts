import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY, type Repeat, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { Tampering } from '../../../../lambda/core/model/trigger.ts';
import {
  countedChanges,
  isRepeat,
  reportedChanges,
  withRepeats,
} from '../../../../lambda/core/notification/repeats.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
import { NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const called = (tampering: Tampering, eventId: string, changes: Partial<OutcomeRecord> = {}) =>
  recordWith({ trigger: triggerWith({ eventName: 'StopLogging', tampering, eventId }), ...changes });
const memoryAfter = (record: OutcomeRecord, memory: TrailMemory = NO_MEMORY) =>
  withChanges(memory, reportedChanges(record, memory));

test.each<[Tampering, boolean]>([
  ['stopped', true],
  ['blanked', true],
  ['exclusion-changed', true],
  ['accept-tag', true],
  ['log-stream-deleted', true],
  ['log-group-untagged', true],
  ['deleted', false],
  ['log-group-deleted', false],
])('a call "%s" within the hour is a repeat: %s', (tampering, expected) => {
  expect(isRepeat(called(tampering, 'two'), memoryAfter(called(tampering, 'one')))).toBe(expected);
});

test('the call of the run that holds the lease makes another one a repeat only where that run is named', () => {
  const intent = { trigger: called('stopped', 'one').trigger, findings: [] };
  const lease = { holder: 'one', until: NOW, recheckRequested: false, intent };
  const memory = { ...NO_MEMORY, lease };
  expect(isRepeat(called('stopped', 'two', { reason: 'another-run', outcome: 'SKIPPED' }), memory)).toBe(true);
  expect(isRepeat(called('stopped', 'two'), memory)).toBe(false);
});

test('a claim of an event that AWS does not confirm makes no real call a repeat', () => {
  const unconfirmed = { unconfirmed: 'GetTrailStatus reports that the trail logs' };
  const claimed = memoryAfter(called('stopped', 'one', unconfirmed));
  expect(isRepeat(called('stopped', 'two'), claimed)).toBe(false);
  expect(isRepeat(called('stopped', 'two', unconfirmed), claimed)).toBe(true);
  expect(isRepeat(called('stopped', 'two', unconfirmed), memoryAfter(called('stopped', 'one')))).toBe(false);
});

describe('what the ledger saves', () => {
  test('removes the repeats that a message reports, and remembers when it reported their deeds', () => {
    const first = called('stopped', 'one');
    const repeated = withChanges(memoryAfter(first), countedChanges(called('stopped', 'two'), memoryAfter(first)));
    const later = '2026-11-20T10:30:00.000Z';
    const sweep = recordWith({ trigger: { kind: 'sweep', time: later }, time: later });
    const changes = reportedChanges(sweep, repeated);
    expect(changes.repeats).toEqual({ two: null });
    expect(isRepeat({ ...called('stopped', 'three'), time: later }, withChanges(repeated, changes))).toBe(true);
  });

  test('has no repeats where there were none', () => {
    expect(reportedChanges(called('stopped', 'one'), NO_MEMORY)).not.toHaveProperty('repeats');
  });
});

describe('a record of repeats', () => {
  const repeat = (changes: Partial<Repeat>): Repeat => ({
    eventName: 'StopLogging',
    time: NOW,
    actor: 'dana',
    deed: 'deed stopped StopLogging dana',
    ...changes,
  });
  const withAll = (...repeats: Repeat[]) =>
    withRepeats(recordWith({}), { ...NO_MEMORY, repeats: Object.fromEntries(repeats.entries()) }).repeats;

  test('counts the calls of each deed, from the first to the last', () => {
    const deed = 'deed blanked UpdateTrail erin';
    const [early, late] = ['2026-11-20T08:00:00.000Z', '2026-11-20T08:30:00.000Z'];
    const dana = { eventName: 'StopLogging', actor: 'dana', denied: false };
    expect(
      withAll(
        repeat({ time: late }),
        repeat({ eventName: 'UpdateTrail', actor: 'erin', deed }),
        repeat({ time: early }),
        repeat({}),
      ),
    ).toEqual([
      { ...dana, count: 3, first: early, last: NOW },
      { eventName: 'UpdateTrail', actor: 'erin', count: 1, first: NOW, last: NOW, denied: false },
    ]);
  });

  test('says which calls AWS denied', () => {
    expect(withAll(repeat({ deed: 'attempt StopLogging dana' }))).toMatchObject([{ denied: true }]);
  });

  test('is the same record without them', () => {
    const record = recordWith({});
    expect(withRepeats(record, NO_MEMORY)).toBe(record);
    expect(withRepeats(record, { ...NO_MEMORY, repeats: {} })).toBe(record);
  });
});

test('a denied call is counted as an attempt', () => {
  const { repeats = {} } = countedChanges(called('denied-attempt', 'one'), NO_MEMORY);
  expect(Object.values(repeats)).toMatchObject([{ deed: expect.stringMatching(/^attempt StopLogging /) }]);
});
