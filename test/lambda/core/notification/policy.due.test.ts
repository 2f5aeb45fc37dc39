import { describe, expect, test } from '@jest/globals';
import type { Finding } from '../../../../lambda/core/model/finding.ts';
import { NO_MEMORY, type TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { CallTrigger } from '../../../../lambda/core/model/trigger.ts';
import { notifiedChanges, notifiedOutcome, unnotifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { isRecovery, shouldNotify } from '../../../../lambda/core/notification/policy.ts';
import { withChanges } from '../../../support/in-memory-ledger.ts';
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
const HEALTHY = recordWith({});
const DEED = `deed stopped StopLogging ${triggerWith({}).actor.name}`;
const STOPPED: Partial<CallTrigger> = { eventName: 'StopLogging', tampering: 'stopped' };

/** The memory after people were notified of these, in order. */
function memoryAfter(...records: readonly OutcomeRecord[]): TrailMemory {
  return records.reduce((memory, record) => withChanges(memory, notifiedChanges(record, memory)), NO_MEMORY);
}

describe('an outcome', () => {
  test.each([BLOCKED, FAILED, WOULD_FIX, FIXED])('$outcome is notified when nothing is known', (record) => {
    expect(shouldNotify(record, NO_MEMORY)).toBe(true);
  });

  test.each([BLOCKED, FAILED, WOULD_FIX])('$outcome is not notified again while it lasts', (record) => {
    expect(shouldNotify({ ...record, id: 'another', time: later(24 * HOUR_MS - 1) }, memoryAfter(record))).toBe(false);
  });

  test.each([
    [true, BLOCKED],
    [true, FAILED],
    [false, WOULD_FIX],
  ])('is notified again after a day (%s) while it is $outcome', (due, record) => {
    expect(shouldNotify({ ...record, time: later(24 * HOUR_MS) }, memoryAfter(record))).toBe(due);
  });

  test('that differs is notified, and so is the first one when it returns', () => {
    expect(shouldNotify(FAILED, memoryAfter(BLOCKED))).toBe(true);
    expect(shouldNotify(BLOCKED, memoryAfter(BLOCKED, FAILED))).toBe(true);
  });

  test('with fewer findings is not notified, and a finding that returns is', () => {
    const both = { ...WOULD_FIX, remaining: [...found('role-not-set'), ...found('not-logging')] };
    const known = memoryAfter(both);
    expect(shouldNotify(WOULD_FIX, known)).toBe(false);
    const reduced = withChanges(known, unnotifiedChanges(WOULD_FIX, known));
    expect(reduced.lastNotified?.rules).toEqual(['role-not-set']);
    expect(shouldNotify(both, reduced)).toBe(true);
  });

  test('differs by its reason and by its findings', () => {
    expect(shouldNotify({ ...BLOCKED, reason: 'kms' }, memoryAfter(BLOCKED))).toBe(true);
    expect(shouldNotify({ ...WOULD_FIX, remaining: found('not-logging') }, memoryAfter(WOULD_FIX))).toBe(true);
  });

  test('FIXED is notified each time', () => {
    expect(shouldNotify(FIXED, memoryAfter(FIXED))).toBe(true);
  });

  test.each([BLOCKED, FAILED, WOULD_FIX])('COMPLIANT is notified, once, after $outcome', (record) => {
    expect(shouldNotify(HEALTHY, memoryAfter(record))).toBe(true);
    expect(shouldNotify(HEALTHY, memoryAfter(record, HEALTHY))).toBe(false);
  });

  test('COMPLIANT is not notified when nothing is known, or after the repair', () => {
    expect(shouldNotify(HEALTHY, NO_MEMORY)).toBe(false);
    expect(shouldNotify(HEALTHY, memoryAfter(FIXED))).toBe(false);
  });

  test("of an organization's trail is not notified in a member account", () => {
    const member = { ...HEALTHY, outcome: 'SKIPPED', reason: 'organization-member', remaining: found('not-logging') };
    expect(shouldNotify(member as OutcomeRecord, NO_MEMORY)).toBe(false);
  });
});

describe('tampering', () => {
  const stop = (eventId: string): OutcomeRecord => ({ ...FIXED, trigger: triggerWith({ ...STOPPED, eventId }) });

  test('is notified the first time, whatever the outcome is', () => {
    expect(shouldNotify({ ...HEALTHY, trigger: triggerWith(STOPPED) }, NO_MEMORY)).toBe(true);
  });

  test('that the same caller repeats within an hour is counted, and later it is notified', () => {
    const known = memoryAfter(stop('first'));
    const soon = { ...stop('second'), time: later(HOUR_MS - 1) };
    expect(shouldNotify(soon, known)).toBe(false);
    const { actor, eventTime } = triggerWith({});
    expect(unnotifiedChanges(soon, known)).toEqual({
      notified: { 'event second': soon.time },
      repeats: {
        second: {
          eventName: 'StopLogging',
          time: eventTime,
          actor: actor.name,
          deed: `deed stopped StopLogging ${actor.name}`,
        },
      },
    });
    expect(shouldNotify({ ...stop('second'), time: later(HOUR_MS) }, known)).toBe(true);
  });

  test('that is counted is not counted again by a retry, and causes a notification of the next sweep', () => {
    const known = memoryAfter(stop('first'));
    const counted = withChanges(known, unnotifiedChanges(stop('second'), known));
    expect(unnotifiedChanges(stop('second'), counted)).toEqual({});
    const sweep = { ...HEALTHY, trigger: { kind: 'sweep', time: NOW } } as const;
    expect(shouldNotify(sweep, counted)).toBe(true);
    expect(shouldNotify(sweep, withChanges(counted, notifiedChanges(sweep, counted)))).toBe(false);
  });

  test('that a caller repeats is notified if it is of another kind, of another caller, or ends otherwise', () => {
    const known = memoryAfter(stop('first'));
    const blanked = triggerWith({ eventId: 'second', tampering: 'blanked' });
    const byErin = triggerWith({ ...STOPPED, eventId: 'second', actor: { type: 'IAMUser', name: 'erin' } });
    expect(shouldNotify({ ...FIXED, trigger: blanked }, known)).toBe(true);
    expect(shouldNotify({ ...FIXED, trigger: byErin }, known)).toBe(true);
    expect(shouldNotify({ ...BLOCKED, trigger: stop('second').trigger }, known)).toBe(true);
  });

  test.each(['deleted', 'log-group-deleted'] as const)('of the kind %s is notified each time', (tampering) => {
    const deleted = (eventId: string) => ({ ...FIXED, trigger: triggerWith({ eventId, tampering }) });
    expect(shouldNotify(deleted('second'), memoryAfter(deleted('first')))).toBe(true);
  });

  test('is notified with all repeats when the ledger keeps 100', () => {
    const entry = { eventName: 'StopLogging', time: NOW, actor: 'dana', deed: 'deed' };
    const withCount = (count: number): TrailMemory => ({
      ...memoryAfter(stop('first')),
      repeats: Object.fromEntries(Array.from({ length: count }, (_, index) => [`${index}`, entry])),
    });
    expect(shouldNotify(stop('second'), withCount(99))).toBe(false);
    expect(shouldNotify(stop('second'), withCount(100))).toBe(true);
    expect(Object.keys(notifiedChanges(stop('second'), withCount(100)).repeats ?? {})).toHaveLength(100);
  });

  test('that another run works on is counted if that run is about the same deed', () => {
    const left = { ...stop('second'), outcome: 'SKIPPED', reason: 'another-run' } as const;
    const lease = (trigger: CallTrigger) => ({
      holder: 'first',
      until: later(HOUR_MS),
      recheckRequested: true,
      intent: { trigger, findings: [] },
    });
    const during = (trigger: CallTrigger) => shouldNotify(left, { ...NO_MEMORY, lease: lease(trigger) });
    expect(during(triggerWith({ ...STOPPED, eventId: 'first' }))).toBe(false);
    expect(during(triggerWith({ ...STOPPED, eventId: 'second' }))).toBe(true);
    expect(during(triggerWith({ eventId: 'first', tampering: 'blanked' }))).toBe(true);
    expect(during(triggerWith({ eventId: 'first' }))).toBe(true);
  });

  test('is not notified twice for the same event, which finds nothing wrong', () => {
    expect(shouldNotify({ ...HEALTHY, trigger: stop('first').trigger }, memoryAfter(stop('first')))).toBe(false);
  });

  test('does not keep its outcome from being notified, after another run worked on the trail', () => {
    const left = { ...stop('first'), outcome: 'SKIPPED', reason: 'another-run' } as const;
    expect(shouldNotify({ ...BLOCKED, trigger: stop('first').trigger }, memoryAfter(left))).toBe(true);
    expect(shouldNotify(left, memoryAfter(left))).toBe(false);
  });
});

test('a notification of a day ago is forgotten', () => {
  const first = { ...FIXED, trigger: triggerWith({ ...STOPPED, eventId: 'first' }) };
  const second = { ...FIXED, time: later(24 * HOUR_MS), trigger: triggerWith({ ...STOPPED, eventId: 'later' }) };
  expect(Object.keys(memoryAfter(first).notified)).toEqual(['event first', DEED, 'repair by first']);
  expect(Object.keys(memoryAfter(first, second).notified).toSorted()).toEqual([DEED, 'event later', 'repair by later']);
});

describe('a weakening', () => {
  const trigger = { kind: 'sweep', time: NOW } as const;
  const before = { logGroupArn: 'g', roleArn: 'r', isLogging: true };
  const seen = (saw: string) =>
    found('target-changed').map((one) => ({ ...one, evidence: { source: 'GetTrail', saw } }));
  const weakened = (saw: string, changes: Partial<OutcomeRecord> = {}): OutcomeRecord => {
    const findings = seen(saw);
    const judged = { outcome: 'BLOCKED', reason: 'weakened' } as const;
    return recordWith({ ...judged, findings, remaining: findings, before, trigger, ...changes });
  };
  const one = weakened('one');
  const restored = recordWith({ trigger, before });
  const hash = (record: OutcomeRecord) => notifiedOutcome(record).weakened;

  test('is notified at once and remembered, and every 24 hours as long as it lasts', () => {
    expect(shouldNotify(one, NO_MEMORY)).toBe(true);
    expect(memoryAfter(one).lastNotified).toMatchObject({ rules: ['target-changed'], weakened: hash(one) });
    expect(shouldNotify({ ...one, time: later(24 * HOUR_MS - 1) }, memoryAfter(one))).toBe(false);
    expect(shouldNotify({ ...one, time: later(24 * HOUR_MS) }, memoryAfter(one))).toBe(true);
  });

  test('is notified again when it changes', () => {
    expect(shouldNotify(weakened('another'), memoryAfter(one))).toBe(true);
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['an unfinished repair', { outcome: 'BLOCKED', reason: 'scp' }],
    ['a repair that a dry run did not make', { outcome: 'WOULD_FIX', reason: 'dry-run' }],
  ])('beside %s is news, and is reminded of', (_what, changes) => {
    const open = weakened('one', changes);
    const known = memoryAfter({ ...open, findings: [], remaining: [] });
    expect(shouldNotify(open, known)).toBe(true);
    expect(shouldNotify(open, memoryAfter(open))).toBe(false);
    expect(shouldNotify({ ...open, time: later(24 * HOUR_MS) }, memoryAfter(open))).toBe(true);
  });

  test('of a trail whose creator may be at work is news', () => {
    const young = weakened('one', { outcome: 'BLOCKED', reason: 'trail-just-made', trigger: triggerWith({}) });
    expect(shouldNotify(young, NO_MEMORY)).toBe(true);
  });

  test('of a trail that others report is neither notified nor remembered', () => {
    const left = weakened('one', { outcome: 'SKIPPED', reason: 'another-run' });
    expect(shouldNotify(left, NO_MEMORY)).toBe(false);
    expect(notifiedOutcome(left)).not.toHaveProperty('weakened');
  });

  test.each<[string, Partial<OutcomeRecord>]>([
    ['a compliant trail', {}],
    ['an excluded trail', { outcome: 'SKIPPED', reason: 'excluded-by-tag' }],
  ])('that is over is notified as a recovery of %s', (_what, changes) => {
    const record = { ...restored, ...changes };
    expect(shouldNotify(record, memoryAfter(one))).toBe(true);
    expect(shouldNotify(record, memoryAfter(one, record))).toBe(false);
    expect(memoryAfter(one, record).lastNotified).not.toHaveProperty('weakened');
    expect(shouldNotify(one, memoryAfter(one, record))).toBe(true);
  });

  test('that is over without a notification is forgotten, so that it is news again', () => {
    const late = recordWith({ outcome: 'SKIPPED', reason: 'awaiting-second-look', trigger, before });
    expect(shouldNotify(late, memoryAfter(one))).toBe(false);
    const known = withChanges(memoryAfter(one), unnotifiedChanges(late, memoryAfter(one)));
    expect(known.lastNotified).not.toHaveProperty('weakened');
    expect(shouldNotify(one, known)).toBe(true);
  });

  test('that the run could not read again is not over', () => {
    const unread = found('target-changed').map((finding) => ({ ...finding, verdict: 'undecided' as const }));
    const record = { ...restored, findings: unread, remaining: unread };
    expect(shouldNotify(record, memoryAfter(one))).toBe(false);
    expect(unnotifiedChanges(record, memoryAfter(one))).toEqual({});
    expect(isRecovery(record, { lastNotified: notifiedOutcome(BLOCKED) })).toBe(true);
  });
});

describe('an event that was too large for CloudWatch Logs', () => {
  const before = { logGroupArn: 'g', roleArn: 'r', isLogging: true };
  const advice = found('delivery-error').map((one) => ({ ...one, verdict: 'advised' as const }));
  const lost = recordWith({ before, findings: advice, remaining: advice });
  const forgotten = recordWith({ before });

  test('is notified once', () => {
    expect(shouldNotify(lost, NO_MEMORY)).toBe(true);
    expect(memoryAfter(lost).lastNotified).toMatchObject({ outcome: 'COMPLIANT', rules: [], tooLarge: true });
    expect(shouldNotify(lost, memoryAfter(lost))).toBe(false);
    expect(shouldNotify(forgotten, memoryAfter(lost))).toBe(false);
  });

  test('is forgotten once AWS no longer reports it', () => {
    expect(unnotifiedChanges(lost, memoryAfter(lost))).toEqual({});
    const { lastNotified } = unnotifiedChanges(forgotten, memoryAfter(lost));
    expect(lastNotified).toMatchObject({ outcome: 'COMPLIANT' });
    expect(lastNotified).not.toHaveProperty('tooLarge');
    expect(memoryAfter(lost, FIXED).lastNotified).not.toHaveProperty('tooLarge');
  });

  test('is forgotten apart from a weakening', () => {
    const both = { ...lost, remaining: [...advice, ...found('target-changed')] };
    const { lastNotified } = unnotifiedChanges(lost, memoryAfter(both));
    expect(lastNotified).toMatchObject({ tooLarge: true });
    expect(lastNotified).not.toHaveProperty('weakened');
    const weakened = { ...both, remaining: found('target-changed') };
    expect(unnotifiedChanges(weakened, memoryAfter(both)).lastNotified).toHaveProperty('weakened');
  });

  test('is not notified for a trail that others report, or whose status is unread', () => {
    expect(shouldNotify({ ...lost, outcome: 'SKIPPED', reason: 'shadow-trail' }, NO_MEMORY)).toBe(false);
    const undecided = lost.remaining.map((one) => ({ ...one, verdict: 'undecided' as const }));
    expect(shouldNotify({ ...lost, remaining: undecided }, NO_MEMORY)).toBe(false);
  });
});

test('a delivery that is late for the first time, and a paused repair, are notified to nobody', () => {
  const late = recordWith({ outcome: 'SKIPPED', reason: 'awaiting-second-look', remaining: found('delivery-stale') });
  expect(shouldNotify(late, NO_MEMORY)).toBe(false);
  const paused = recordWith({ outcome: 'SKIPPED', reason: 'paused', remaining: found('retention-short') });
  expect(shouldNotify(paused, NO_MEMORY)).toBe(false);
});

test('an outcome is remembered with its rules in order, without recommendations', () => {
  const remaining = [...found('role-not-set'), ...found('not-encrypted'), ...found('log-group-not-set')];
  expect(notifiedOutcome({ ...BLOCKED, remaining })).toEqual({
    outcome: 'BLOCKED',
    reason: 'scp',
    time: NOW,
    rules: ['log-group-not-set', 'role-not-set'],
  });
});

test.each([
  [BLOCKED, true],
  [FAILED, true],
  [WOULD_FIX, true],
  [FIXED, false],
  [HEALTHY, false],
])('a compliant trail has recovered from $outcome (%#)', (before, expected) => {
  expect(isRecovery(HEALTHY, { lastNotified: notifiedOutcome(before) })).toBe(expected);
  expect(isRecovery(FIXED, { lastNotified: notifiedOutcome(before) })).toBe(false);
  expect(isRecovery(HEALTHY, {})).toBe(false);
});

test('a deleted trail is no longer known to have logged: a new one of its name may be parked', () => {
  const trigger = triggerWith({ eventName: 'DeleteTrail', tampering: 'deleted' });
  const deleted = recordWith({ outcome: 'SKIPPED', reason: 'trail-deleted', trigger });
  expect(notifiedChanges(deleted, NO_MEMORY)).toMatchObject({ seenLogging: null });
  expect(notifiedChanges(BLOCKED, NO_MEMORY)).not.toHaveProperty('seenLogging');
});

test('an event is notified once within a day, not once an hour', () => {
  const stopped = { ...HEALTHY, trigger: triggerWith(STOPPED) };
  expect(shouldNotify({ ...stopped, time: later(2 * HOUR_MS) }, memoryAfter(stopped))).toBe(false);
  expect(shouldNotify({ ...stopped, time: later(24 * HOUR_MS) }, memoryAfter(stopped))).toBe(true);
});

test('another outcome with the same reason and findings differs', () => {
  const unread = { ...BLOCKED, reason: 'unread-fact' } as const;
  expect(shouldNotify({ ...unread, outcome: 'FAILED' }, memoryAfter(unread))).toBe(true);
});

describe('earlier notifications are remembered', () => {
  const event = (eventId: string, time = NOW) => ({
    ...HEALTHY,
    time,
    trigger: triggerWith({ ...STOPPED, eventId }),
  });
  const known = (count: number): TrailMemory => ({
    ...NO_MEMORY,
    notified: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [`event ${count - index}`, later(count - index)]),
    ),
  });

  test('beside the next one', () => {
    expect(Object.keys(memoryAfter(event('one'), event('two')).notified)).toEqual(['event one', DEED, 'event two']);
  });

  test.each([
    [198, []],
    [199, ['event 1']],
    [201, ['event 1', 'event 2', 'event 3']],
  ])('up to 200: of %i the oldest are forgotten', (count, forgotten) => {
    const changes = notifiedChanges(event('next', later(1_000)), known(count)).notified ?? {};
    expect(changes).toEqual({
      ...Object.fromEntries(forgotten.map((key) => [key, null])),
      'event next': later(1_000),
      [DEED]: later(1_000),
    });
  });

  test('and what happened has its place among them', () => {
    const repaired = { ...event('next', later(1_000)), outcome: 'FIXED', findings: found('role-not-set') } as const;
    const changes = notifiedChanges(repaired, known(197)).notified ?? {};
    expect(changes).toEqual({
      'event 1': null,
      'event next': later(1_000),
      [DEED]: later(1_000),
      'repair by next': later(1_000),
      'repair by next: role-not-set': later(1_000),
    });
  });

  test('and at most 200 are forgotten at once', () => {
    const changes = notifiedChanges(event('next', later(48 * HOUR_MS)), known(300)).notified ?? {};
    expect(Object.values(changes).filter((value) => value === null)).toHaveLength(200);
    expect(changes).toHaveProperty(['event 1'], null);
    expect(changes).not.toHaveProperty(['event 201']);
  });
});

describe('a weakening of which people were notified', () => {
  const before = { logGroupArn: 'another', roleArn: '', isLogging: true };
  const moved = { ...BLOCKED, remaining: [...BLOCKED.remaining, ...found('target-changed')], before };
  const known = memoryAfter(moved);
  const back = { ...BLOCKED, id: 'later', before: { ...before, logGroupArn: 'the accepted one' } };

  test('is forgotten once it is seen to be over, without a notification', () => {
    expect(shouldNotify(back, known)).toBe(false);
    const changes = unnotifiedChanges(back, known);
    expect(changes).toEqual({ lastNotified: notifiedOutcome(BLOCKED) });
    expect(shouldNotify(moved, known)).toBe(false);
    expect(shouldNotify(moved, withChanges(known, changes))).toBe(true);
  });

  test.each<[string, OutcomeRecord]>([
    ['another run works on the trail', { ...back, outcome: 'SKIPPED', reason: 'another-run' }],
    ['it lasts', moved],
  ])('is remembered where %s', (_name, record) => expect(unnotifiedChanges(record, known)).toEqual({}));

  test('is remembered where the trail could not be read', () => {
    const { before: _, ...unseen } = back;
    const { lastNotified } = withChanges(known, unnotifiedChanges(unseen, known));
    expect(lastNotified?.weakened).toBe(known.lastNotified?.weakened);
  });

  test('leaves nothing to forget where there was none', () => {
    expect(unnotifiedChanges(back, memoryAfter(BLOCKED))).toEqual({});
    expect(unnotifiedChanges(back, NO_MEMORY)).toEqual({});
  });
});
