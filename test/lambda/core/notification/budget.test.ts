import { describe, expect, test } from '@jest/globals';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import {
  hourOf,
  kindOf,
  lastMessageNote,
  type MessageCounts,
  type MessageKind,
  withheldIn,
} from '../../../../lambda/core/notification/budget.ts';
import { NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const WEAKENED: OutcomeRecord['findings'] = [
  { rule: 'validation-off', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'off' } },
];
const UNENCRYPTED: OutcomeRecord['findings'] = [
  { rule: 'not-encrypted', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'KmsKeyId is not set' } },
];
const DENIED = { reason: 'attempt-denied', trigger: triggerWith({ tampering: 'denied-attempt' }) } as const;

test.each<[string, MessageKind, Partial<OutcomeRecord>]>([
  ['a call that stopped a trail', 'tampering', { trigger: triggerWith({ tampering: 'stopped' }) }],
  ['a weakening that a sweep found', 'tampering', { trigger: { kind: 'sweep', time: NOW }, findings: WEAKENED }],
  ['a denied attempt', 'denied', DENIED],
  ['a denied attempt on a weakened trail', 'denied', { ...DENIED, findings: WEAKENED }],
  ['another call', 'other', { findings: UNENCRYPTED }],
  ['a sweep that found only advice', 'other', { trigger: { kind: 'sweep', time: NOW }, findings: UNENCRYPTED }],
])('the message about %s counts as %s', (_what, kind, changes) => expect(kindOf(recordWith(changes))).toBe(kind));

describe('the messages that were not sent', () => {
  const HOUR = hourOf(NOW);

  test.each<[string, MessageCounts, readonly string[]]>([
    ['without any', {}, []],
    ['where all were sent', { 'tampering 2026-11-20T08': 200, 'denied 2026-11-20T08': 20 }, []],
    [
      'where some of two kinds were not sent',
      { 'tampering 2026-11-20T08': 201, 'denied 2026-11-19T23': 120 },
      ['1 about tampering from 2026-11-20T08:00Z', '100 about denied attempts from 2026-11-19T23:00Z'],
    ],
    ['in the hours before', { 'other 2026-11-20T07': 202 }, ['2 about other outcomes from 2026-11-20T07:00Z']],
    ['in this hour, which is not over', { 'other 2026-11-20T09': 500 }, []],
    ['of a kind that trailmend does not know', { 'toString 2026-11-20T08': 500, 'more 2026-11-20T08': 500 }, []],
  ])('are named %s', (_what, counts, expected) => expect(withheldIn(counts, HOUR)).toEqual(expected));
});

test('the last message of an hour says how many there may be, and where the others are', () => {
  expect(lastMessageNote('denied')).toBe(
    "trailmend sends at most 20 messages about denied attempts an hour, and this is the last one of this hour. The others are on the account's event bus (source trailmend, except for denied attempts) and in the function's log. A sweep of the next hour says how many there were.",
  );
});
