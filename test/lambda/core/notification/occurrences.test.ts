import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { isReportedMeanwhile, occurrencesOf } from '../../../../lambda/core/notification/occurrences.ts';
import { shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
import { NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const LATER = '2026-11-20T09:00:07.000Z';
const SWEEP = { kind: 'sweep', time: NOW } as const;
const found = (rule: OutcomeRecord['findings'][number]['rule'], verdict: 'violated' | 'advised', saw = 'it') =>
  ({ rule, verdict, evidence: { source: 'AWS', saw } }) as const;
const FIXED = recordWith({
  outcome: 'FIXED',
  reason: 'repaired',
  trigger: triggerWith({ eventId: 'one' }),
  findings: [found('role-not-set', 'violated'), found('single-region', 'advised')],
});
const GAP = recordWith({
  trigger: SWEEP,
  remaining: [found('logging-gap', 'violated', 'the trail did not record from 8:00 to 8:10')],
});
const ACCEPTED = recordWith({ remaining: [found('recording-narrowed', 'advised', 'writes only')] });
const EXCLUDED = recordWith({ trigger: SWEEP, exclusion: { now: 'true' } });
const ENDED = recordWith({ trigger: SWEEP, exclusion: { was: 'true' } });
const DELETED = recordWith({ trigger: SWEEP, outcome: 'SKIPPED', reason: 'trail-deleted' });

test.each([
  ['a repair, for its event, with what it repaired', FIXED, ['repair by one', 'repair by one: role-not-set']],
  ['a gap', GAP, [expect.stringMatching(/^logging-gap [0-9a-f]{8}$/)]],
  ['an acceptance', ACCEPTED, [expect.stringMatching(/^recording-narrowed [0-9a-f]{8}$/)]],
  ['an exclusion', EXCLUDED, [expect.stringMatching(/^exclusion [0-9a-f]{8}$/)]],
  ['the end of an exclusion', ENDED, [expect.stringMatching(/^exclusion [0-9a-f]{8}$/)]],
  ['a deletion', DELETED, ['deletion']],
  ['nothing of a trail that is as it was', recordWith({}), []],
])('the occurrences of a record: %s', (_, record, occurrences) => {
  expect(occurrencesOf(record)).toEqual(occurrences);
});

describe.each([
  ['a repair', FIXED],
  ['a gap', GAP],
  ['an acceptance', ACCEPTED],
  ['an exclusion', EXCLUDED],
  ['a deletion', DELETED],
])('%s', (_, record) => {
  const memoryOf = (reported: OutcomeRecord) => withChanges(NO_MEMORY, notifiedChanges(reported, NO_MEMORY));

  test('that another run reported while this one was at work is no news', () => {
    expect(shouldNotify({ ...record, time: LATER }, memoryOf({ ...record, time: LATER }), NOW)).toBe(false);
  });

  test('that was reported before this run began has happened again', () => {
    expect(shouldNotify({ ...record, time: LATER }, memoryOf(record), NOW)).toBe(true);
  });

  test('is news if the other run reported something else', () => {
    const other = { ...recordWith({}), time: LATER };
    expect(shouldNotify({ ...record, time: LATER }, memoryOf(other), NOW)).toBe(true);
  });
});

test('a repair of another event or of more is not the reported one, and one of less is', () => {
  const known = withChanges(NO_MEMORY, notifiedChanges({ ...FIXED, time: LATER }, NO_MEMORY));
  const isReported = (changes: Partial<OutcomeRecord>) => isReportedMeanwhile({ ...FIXED, ...changes }, known, NOW);
  expect(isReported({ trigger: triggerWith({ eventId: 'two' }) })).toBe(false);
  expect(isReported({ findings: [...FIXED.findings, found('not-logging', 'violated')] })).toBe(false);
  expect(isReported({ findings: [] })).toBe(true);
});

test('other notifications since do not hide what was reported', () => {
  let memory: TrailMemory = NO_MEMORY;
  for (const record of [FIXED, DELETED].map((one) => ({ ...one, time: LATER })))
    memory = withChanges(memory, notifiedChanges(record, memory));
  expect(isReportedMeanwhile(FIXED, memory, NOW)).toBe(true);
});

test('the end of an exclusion is another occurrence than its begin', () => {
  expect(occurrencesOf(ENDED)).not.toEqual(occurrencesOf(EXCLUDED));
});
