import { describe, expect, test } from '@jest/globals';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { messageFor } from '../../../../lambda/core/notification/message-for.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { subjectWord } from '../../../../lambda/core/notification/subject-word.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
import { recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const SHOWN = 'GetTrailStatus reports that the trail logs, and no stop';
const stop = (changes: Partial<OutcomeRecord> = {}, eventId = 'invented') =>
  recordWith({
    trigger: triggerWith({ eventName: 'StopLogging', tampering: 'stopped', eventId }),
    unconfirmed: SHOWN,
    ...changes,
  });
const NARROWED: OutcomeRecord['remaining'] = [
  { rule: 'recording-narrowed', verdict: 'violated', evidence: { source: 'GetEventSelectors', saw: 'none' } },
];

describe('an event that AWS does not confirm', () => {
  test('is reported as what the event says, and blames nobody', () => {
    const { text } = messageFor(stop());
    expect(text).toContain('event reports: logging stopped on trail audit');
    expect(text).toContain(`AWS does not confirm it: ${SHOWN}`);
    expect(text).toContain('look for Invoke calls on it');
    expect(text).not.toContain('end its access');
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['UNCONFIRMED', {}],
    ['UNCONFIRMED', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
    ['ACTION NEEDED', { outcome: 'BLOCKED', reason: 'weakened', remaining: NARROWED }],
    ['ACTION NEEDED', { outcome: 'SKIPPED', reason: 'excluded-by-tag', remaining: NARROWED }],
    ['ACTION NEEDED', { outcome: 'SKIPPED', reason: 'excluded-by-tag', exclusion: { now: 'true' } }],
    ['REPAIRED', { outcome: 'FIXED', reason: 'repaired' }],
  ])('has the word %s, because what the reads show comes first: %j', (word, changes) => {
    expect(subjectWord(stop(changes))).toBe(word);
  });

  test('is doubted beside what trailmend repaired', () => {
    const { text } = messageFor(stop({ outcome: 'FIXED', reason: 'repaired' }));
    expect(text.split('\n')[0]).toMatch(/^What happened: .*account 111122223333\)\. AWS does not confirm the event: /);
    expect(text.split('\n')[0]).toContain(SHOWN);
  });

  test('does not make the real call of the same caller a repeat', () => {
    const memory = withChanges(NO_MEMORY, notifiedChanges(stop(), NO_MEMORY));
    expect(shouldNotify(stop({}, 'invented again'), memory)).toBe(false);
    const { unconfirmed: _, ...real } = stop({}, 'real');
    expect(shouldNotify(real, memory)).toBe(true);
  });
});
