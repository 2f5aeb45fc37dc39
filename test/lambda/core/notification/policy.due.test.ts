import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory, withChanges } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { notifiedChanges, shouldNotify, untoldChanges } from '../../../../lambda/core/notification/policy.ts';
import { NOW, recordWith, triggerWith } from '../../../support/perfect-trail.ts';

const HOUR_MS = 3_600_000;
const later = (ms: number): string => new Date(Date.parse(NOW) + ms).toISOString();
const found = (rule: Finding['rule']): readonly Finding[] => [
  { rule, verdict: 'violated', evidence: { source: 'GetTrail', saw: 'it' } },
];
const BLOCKED = recordWith({ outcome: 'BLOCKED', reason: 'scp', remaining: found('role-not-set') });
const FAILED = recordWith({ outcome: 'FAILED', reason: 'aws-error', remaining: found('role-not-set') });
const WOULD_FIX = recordWith({ outcome: 'WOULD_FIX', reason: 'dry-run', remaining: found('role-not-set') });
const FIXED = recordWith({ outcome: 'FIXED', reason: 'repaired' });
const WHOLE = recordWith({});
const STOPPED: Partial<CallTrigger> = { eventName: 'StopLogging', tampering: 'stopped' };

/** The memory of a trail of which these were told. */
function told(...records: readonly OutcomeRecord[]): TrailMemory {
  return records.reduce((memory, record) => withChanges(memory, notifiedChanges(record, memory)), NO_MEMORY);
}

describe('an outcome', () => {
  test.each([BLOCKED, FAILED, WOULD_FIX, FIXED])('$outcome is told when nothing is known', (record) => {
    expect(shouldNotify(record, NO_MEMORY)).toBe(true);
  });

  test.each([BLOCKED, FAILED, WOULD_FIX])('$outcome is not told again while it stays so', (record) => {
    expect(shouldNotify({ ...record, id: 'another', time: later(24 * HOUR_MS - 1) }, told(record))).toBe(false);
  });

  test.each([
    [true, BLOCKED],
    [true, FAILED],
    [false, WOULD_FIX],
  ])('after a day it is told again (%s) while it is $outcome', (due, record) => {
    expect(shouldNotify({ ...record, time: later(24 * HOUR_MS) }, told(record))).toBe(due);
  });

  test('that is another is told, and so is the first when it comes back', () => {
    expect(shouldNotify(FAILED, told(BLOCKED))).toBe(true);
    expect(shouldNotify(BLOCKED, told(BLOCKED, FAILED))).toBe(true);
  });

  test('for another reason, or with other findings, is another', () => {
    expect(shouldNotify({ ...BLOCKED, reason: 'kms' }, told(BLOCKED))).toBe(true);
    expect(shouldNotify({ ...WOULD_FIX, remaining: found('not-logging') }, told(WOULD_FIX))).toBe(true);
  });

  test('FIXED is told each time', () => {
    expect(shouldNotify(FIXED, told(FIXED))).toBe(true);
  });

  test.each([BLOCKED, FAILED, WOULD_FIX])('COMPLIANT is told, once, when people know $outcome', (record) => {
    expect(shouldNotify(WHOLE, told(record))).toBe(true);
    expect(shouldNotify(WHOLE, told(record, WHOLE))).toBe(false);
  });

  test('COMPLIANT is told to nobody who was told of nothing, or of the repair', () => {
    expect(shouldNotify(WHOLE, NO_MEMORY)).toBe(false);
    expect(shouldNotify(WHOLE, told(FIXED))).toBe(false);
  });

  test("of an organization's trail is told to nobody in a member account", () => {
    const member = { ...WHOLE, outcome: 'SKIPPED', reason: 'organization-member', remaining: found('not-logging') };
    expect(shouldNotify(member as OutcomeRecord, NO_MEMORY)).toBe(false);
  });
});

describe('tampering', () => {
  const stop = (eventId: string): OutcomeRecord => ({ ...FIXED, trigger: triggerWith({ ...STOPPED, eventId }) });

  test('is told for each event, whatever became of the trail', () => {
    expect(shouldNotify({ ...WHOLE, trigger: triggerWith(STOPPED) }, NO_MEMORY)).toBe(true);
    expect(shouldNotify(stop('second'), told(stop('first')))).toBe(true);
  });

  test('that was told is not told again for the same event, which finds nothing wrong', () => {
    expect(shouldNotify({ ...WHOLE, trigger: stop('first').trigger }, told(stop('first')))).toBe(false);
  });

  test('that was told while another run had the trail has its outcome told all the same', () => {
    const left = { ...stop('first'), outcome: 'SKIPPED', reason: 'another-run' } as const;
    expect(shouldNotify({ ...BLOCKED, trigger: stop('first').trigger }, told(left))).toBe(true);
    expect(shouldNotify(left, told(left))).toBe(false);
  });
});

describe('attempts that were denied', () => {
  const ROLE = 'arn:aws:iam::111122223333:role/Intern';
  const attempt = (session: string, changes: Partial<CallTrigger> = {}, time = NOW): OutcomeRecord => ({
    ...recordWith({ outcome: 'SKIPPED', reason: 'attempt-denied', time }),
    trigger: triggerWith({
      eventName: 'StopLogging',
      eventId: `event of ${session}`,
      tampering: 'denied-attempt',
      actor: { type: 'AssumedRole', name: `arn:aws:sts::111122223333:assumed-role/Intern/${session}`, issuer: ROLE },
      ...changes,
    }),
  });

  test('are told once an hour for each role, whatever its sessions are called', () => {
    const known = told(attempt('one'));
    expect(shouldNotify(attempt('two', {}, later(HOUR_MS - 1)), known)).toBe(false);
    expect(shouldNotify(attempt('two', {}, later(HOUR_MS)), known)).toBe(true);
  });

  test('of another role, another user or another call are told', () => {
    const known = told(attempt('one'));
    expect(shouldNotify(attempt('one', { eventName: 'DeleteTrail' }), known)).toBe(true);
    expect(
      shouldNotify(attempt('one', { actor: { type: 'AssumedRole', name: 'x', issuer: `${ROLE}-2` } }), known),
    ).toBe(true);
    expect(shouldNotify(attempt('one', { actor: { type: 'IAMUser', name: 'dana' } }), known)).toBe(true);
  });

  test('leave what people know of the trail as it is', () => {
    expect(shouldNotify(BLOCKED, told(BLOCKED, attempt('one')))).toBe(false);
  });
});

test('what was told a day ago is forgotten', () => {
  const first = { ...FIXED, trigger: triggerWith({ ...STOPPED, eventId: 'first' }) };
  const second = { ...FIXED, time: later(24 * HOUR_MS), trigger: triggerWith({ ...STOPPED, eventId: 'later' }) };
  expect(Object.keys(told(first).told)).toEqual(['event first']);
  expect(Object.keys(told(first, second).told)).toEqual(['event later']);
});

test('a sweep that finds another log group tells it, and one that left the trail to another run does not', () => {
  const trigger = { kind: 'sweep', time: NOW } as const;
  const before = { logGroupArn: 'another', roleArn: '', isLogging: true };
  const moved = { ...recordWith({ findings: found('target-changed'), before }), trigger };
  expect(shouldNotify(moved, NO_MEMORY)).toBe(true);
  expect(notifiedChanges(moved, NO_MEMORY).told).toEqual({ 'target another': NOW });
  const left = { ...BLOCKED, trigger, outcome: 'SKIPPED', reason: 'another-run' } as const;
  expect(shouldNotify(left, NO_MEMORY)).toBe(false);
  expect(notifiedChanges(left, NO_MEMORY)).not.toHaveProperty('toldOutcome');
  const { before: _, ...unseen } = moved;
  expect(shouldNotify(unseen, NO_MEMORY)).toBe(false);
});

test('an event is told once within a day, not once an hour', () => {
  const stopped = { ...WHOLE, trigger: triggerWith(STOPPED) };
  expect(shouldNotify({ ...stopped, time: later(2 * HOUR_MS) }, told(stopped))).toBe(false);
  expect(shouldNotify({ ...stopped, time: later(24 * HOUR_MS) }, told(stopped))).toBe(true);
});

test('an outcome with the same reason and findings is another all the same', () => {
  const unread = { ...BLOCKED, reason: 'unread-fact' } as const;
  expect(shouldNotify({ ...unread, outcome: 'FAILED' }, told(unread))).toBe(true);
});

describe('what was told before is remembered', () => {
  const event = (eventId: string, time = NOW) => ({
    ...FIXED,
    time,
    trigger: triggerWith({ ...STOPPED, eventId }),
  });
  const known = (count: number): TrailMemory => ({
    told: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`event ${count - index}`, later(count - index)]),
    ),
  });

  test('beside what is told next', () => {
    expect(Object.keys(told(event('one'), event('two')).told)).toEqual(['event one', 'event two']);
  });

  test.each([
    [199, []],
    [200, ['event 1']],
    [202, ['event 1', 'event 2', 'event 3']],
  ])('up to 200 tellings: of %i the oldest are forgotten', (count, forgotten) => {
    const changes = notifiedChanges(event('next', later(1_000)), known(count)).told ?? {};
    expect(changes).toEqual({ ...Object.fromEntries(forgotten.map((key) => [key, null])), 'event next': later(1_000) });
  });

  test('and at most 200 are forgotten at once', () => {
    const changes = notifiedChanges(event('next', later(48 * HOUR_MS)), known(300)).told ?? {};
    expect(Object.values(changes).filter((value) => value === null)).toHaveLength(200);
    expect(changes).toHaveProperty(['event 1'], null);
    expect(changes).not.toHaveProperty(['event 201']);
  });
});

describe('that another log group was told', () => {
  const before = { logGroupArn: 'another', roleArn: '', isLogging: true };
  const known: TrailMemory = { told: { 'target another': NOW, 'event one': NOW } };
  const back = recordWith({ before });

  test('is forgotten once the trail is seen to have left it', () => {
    expect(untoldChanges(back, known)).toEqual({ told: { 'target another': null } });
    expect(untoldChanges(back, { told: { 'event one': NOW } })).toEqual({});
  });

  test.each<[string, OutcomeRecord]>([
    ['the trail was not seen', WHOLE],
    ['the trail is judged elsewhere', { ...back, outcome: 'SKIPPED', reason: 'another-run' }],
    ['the trail delivers there still', { ...back, findings: found('target-changed') }],
  ])('is remembered where %s', (_name, record) => expect(untoldChanges(record, known)).toEqual({}));
});
