import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { type Known, notificationFor, publishPending, saveNotification } from '../../../lambda/app/notify.ts';
import type { Ports } from '../../../lambda/app/ports.ts';
import { type Publishing, publish } from '../../../lambda/app/publish.ts';
import type { AwsError } from '../../../lambda/core/model/aws-result.ts';
import { type MemoryChanges, NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { notifiedChanges, notifiedOutcome } from '../../../lambda/core/notification/notified.ts';
import { inMemoryLedger, withChanges } from '../../support/in-memory-ledger.ts';
import { ID, NOW, read, recordWith, triggerWith, unread } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const COMPLIANT = recordWith({ id: 'compliant' });
const FIXED = recordWith({ id: 'fixed', outcome: 'FIXED', reason: 'repaired' });
const BLOCKED = recordWith({ id: 'blocked', outcome: 'BLOCKED', reason: 'scp' });
const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };
const IDS = ['1', '2', '3', '4', '5', '6', '7'];
/** When an earlier run can no longer be publishing its notifications. */
const later = (record: OutcomeRecord) => ({ ...record, time: '2026-11-20T09:00:50.001Z' });
const idsOf = (records: readonly OutcomeRecord[]) => records.map(({ id }) => id);

/**
 * A publisher whose SNS refuses these records, and what reached people, the event bus and the log.
 */
function publisher(refused: readonly string[] = [], changes: Partial<Ports['publisher']> = {}) {
  const [notified, events, errors]: [string[], string[], unknown[]] = [[], [], []];
  const { messages, clock } = portsWith({});
  const ports: Publishing = {
    messages,
    clock,
    publisher: {
      notify: async ({ id }) =>
        refused.includes(id) ? { ok: false, error: THROTTLED } : { ok: true, value: notified.push(id) },
      putEvent: async ({ id }) => ({ ok: true, value: events.push(id) }),
      ...changes,
    },
    log: { info: () => {}, error: (message, fields) => void errors.push([message, fields]) },
  };
  return { ports, notified, events, errors };
}

describe('publish', () => {
  test('sends the notification and the event together: neither waits for the other', async () => {
    const both = Promise.withResolvers<void>();
    const begun: string[] = [];
    const begin = async (what: string) => {
      begun.push(what);
      if (begun.length === 2) both.resolve();
      await both.promise;
      return { ok: true, value: undefined } as const;
    };
    const { ports } = publisher([], { notify: () => begin('notification'), putEvent: () => begin('event') });
    await publish(FIXED, ports);
    expect(begun.toSorted()).toEqual(['event', 'notification']);
  });

  test('logs an event that EventBridge refuses, and the run does not fail', async () => {
    const error = { operation: 'PutEvents', code: 'InternalFailure', message: 'later' };
    const { ports, notified, errors } = publisher([], { putEvent: async () => ({ ok: false, error }) });
    await publish(FIXED, ports);
    expect(notified).toEqual(['fixed']);
    expect(errors).toEqual([
      ['event not put', { error: 'PutEvents returned InternalFailure: later', id: 'fixed', subject: ID.arn }],
    ]);
  });

  test('logs a notification that SNS refuses, with the record, and makes the run fail', async () => {
    const { ports, events, errors } = publisher(['fixed']);
    await expect(publish(FIXED, ports)).rejects.toThrow(
      new RunFailed('The notification fixed was not published: Publish returned ThrottledException: later'),
    );
    expect(events).toEqual(['fixed']);
    expect(errors).toEqual([
      ['notification not published', { error: 'Publish returned ThrottledException: later', record: FIXED }],
    ]);
  });
});

describe('the notification of a run', () => {
  test('is its record, and is remembered before it is published', () => {
    expect(notificationFor(FIXED, NO_MEMORY)).toMatchObject({
      changes: { pending: { fixed: FIXED }, lastNotified: { outcome: 'FIXED' } },
      pending: [FIXED],
    });
  });

  test('does not exist where people need not know', () => {
    expect(notificationFor(COMPLIANT, NO_MEMORY)).toEqual({ changes: {}, pending: [], uncounted: [] });
  });

  test('comes after those that an earlier run did not publish', () => {
    const memory = { ...NO_MEMORY, pending: [FIXED] };
    expect(idsOf(notificationFor(later(BLOCKED), memory).pending)).toEqual(['fixed', 'blocked']);
    expect(notificationFor(later(COMPLIANT), memory)).toMatchObject({
      changes: {},
      pending: [{ id: 'fixed', outcome: 'FIXED', fromLedger: true }],
      uncounted: [],
    });
  });

  test('leaves alone those that another run may still be publishing', () => {
    const others = { ...FIXED, trigger: triggerWith({ eventId: 'another' }) };
    const memory = { ...NO_MEMORY, pending: [others] };
    expect(idsOf(notificationFor(BLOCKED, memory).pending)).toEqual(['blocked']);
    expect(idsOf(notificationFor(later(BLOCKED), memory).pending)).toEqual(['fixed', 'blocked']);
  });

  test('is kept beside what other runs keep at the same time, also where the memory could not be read', () => {
    const { changes } = notificationFor(FIXED, NO_MEMORY);
    expect(withChanges({ ...NO_MEMORY, pending: [BLOCKED] }, changes).pending).toEqual([BLOCKED, FIXED]);
  });

  test('is not crowded out by runs with the same outcome since', () => {
    let memory: TrailMemory = { ...NO_MEMORY, pending: [FIXED] };
    for (const hour of [10, 11, 12, 13, 14, 15, 16]) {
      const record = { ...BLOCKED, id: `at ${hour}`, time: `2026-11-20T${hour}:00:00.000Z` };
      memory = withChanges(memory, notificationFor(record, memory).changes);
    }
    expect(idsOf(memory.pending)).toEqual(['fixed', 'at 10']);
  });

  test('is kept with the four before it at most: all have to fit into one item of the ledger', () => {
    let memory: TrailMemory = NO_MEMORY;
    for (const id of IDS) memory = withChanges(memory, notificationFor({ ...FIXED, id }, memory).changes);
    expect(idsOf(memory.pending)).toEqual(['3', '4', '5', '6', '7']);
  });

  test('is published with all that were kept, also with the one that has to make room', () => {
    const pending = IDS.slice(0, 5).map((id) => ({ ...FIXED, id }));
    const record = later({ ...FIXED, id: '6' });
    expect(idsOf(notificationFor(record, { ...NO_MEMORY, pending }).pending)).toEqual(IDS.slice(0, 6));
  });

  test('is kept truncated where it is long, and published in full', () => {
    const long = { ...FIXED, detail: 'x'.repeat(300_000) };
    const { changes, pending } = notificationFor(long, NO_MEMORY);
    expect(JSON.stringify(changes.pending).length).toBeLessThan(50_000);
    expect(changes.pending).toMatchObject({
      fixed: { outcome: 'FIXED', cut: [expect.stringContaining('texts longer')] },
    });
    expect(pending).toEqual([long]);
  });
});

describe('a run that another one overtakes', () => {
  const STOPPED = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
  const STOP = recordWith({ id: 'stop', trigger: STOPPED });
  const KNOWN = { memory: read(NO_MEMORY), began: NOW };

  /** A run whose save comes after those of other runs. */
  async function overtaken(record: OutcomeRecord, others: readonly MemoryChanges[], known: Known = KNOWN) {
    const ledger = inMemoryLedger();
    const left = [...others];
    const saves: MemoryChanges[] = [];
    const save = async (changes: MemoryChanges) => {
      const other = left.shift();
      if (other) await ledger.save(ID.arn, other);
      saves.push(changes);
      return ledger.save(ID.arn, changes);
    };
    const loads: string[] = [];
    const load = (key: string) => {
      loads.push(key);
      return ledger.load(key);
    };
    const end = await saveNotification(record, known, save, { ledger: { ...ledger, load } });
    return { ...end, saves, loads, memory: ledger.memories.get(ID.arn) };
  }
  const savedBy = (record: OutcomeRecord): MemoryChanges => ({
    ...notifiedChanges(record, NO_MEMORY),
    notifications: 1,
  });
  const counting = (notifications: number): MemoryChanges => ({ notifications });

  test('by nobody, saves once and reads nothing again', async () => {
    const { notification, saves, loads } = await overtaken(STOP, []);
    expect([idsOf(notification.pending), saves.length, loads]).toEqual([['stop'], 1, []]);
    expect(saves).toMatchObject([{ notifications: 1, pending: { stop: {} } }]);
  });

  test('and that has nothing to report saves without a condition', async () => {
    const { saves, loads } = await overtaken(COMPLIANT, [savedBy(STOP)]);
    expect([saves, loads]).toEqual([[{}], []]);
  });

  test('with the same event does not notify, and saves what it decides then', async () => {
    const { notification, saved, loads, memory } = await overtaken({ ...STOP, id: 'again' }, [savedBy(STOP)]);
    expect([notification.pending, saved, loads]).toEqual([[], { ok: true, value: 'saved' }, [ID.arn]]);
    expect(memory).toMatchObject({ notifications: 1, pending: [] });
  });

  test('only by its own write, whose answer was wrong, notifies', async () => {
    const own = { ...savedBy(BLOCKED), pending: { blocked: BLOCKED } };
    const { notification, saves } = await overtaken(BLOCKED, [own]);
    expect([idsOf(notification.pending), saves.length]).toEqual([['blocked'], 1]);
  });

  test('with the same call of the same caller counts a repeat', async () => {
    const repeat = { ...STOP, id: 'repeat', trigger: { ...STOPPED, eventId: 'another' } };
    const { notification, memory } = await overtaken(repeat, [savedBy(STOP)]);
    expect(notification.pending).toEqual([]);
    expect(memory).toMatchObject({ notifications: 1, repeats: { another: { eventName: 'StopLogging' } } });
  });

  test('with something else notifies too, and counts on', async () => {
    const { notification, memory } = await overtaken(BLOCKED, [savedBy(STOP)]);
    expect(idsOf(notification.pending)).toEqual(['blocked']);
    expect(memory).toMatchObject({ notifications: 2, lastNotified: { outcome: 'BLOCKED' } });
  });

  test('again and again notifies in the end, without a condition', async () => {
    const { notification, saves, saved } = await overtaken(BLOCKED, [1, 2, 3].map(counting));
    expect(idsOf(notification.pending)).toEqual(['blocked']);
    expect(saved).toEqual({ ok: true, value: 'saved' });
    expect(saves.map(({ notifications }) => notifications)).toEqual([1, 2, undefined]);
  });

  test('does not replace what that run saved about the last notification, though it reports nothing', async () => {
    const notifiedOfTwo = { ...notifiedOutcome(BLOCKED), rules: ['not-logging', 'role-not-set'] };
    const known = { memory: read({ ...NO_MEMORY, lastNotified: notifiedOfTwo }), began: NOW };
    const { memory } = await overtaken(BLOCKED, [savedBy(FIXED)], known);
    expect(memory).toMatchObject({ lastNotified: { outcome: 'BLOCKED' }, pending: [{ id: 'blocked' }] });
  });

  test('or that cannot read the ledger notifies at once', async () => {
    const unknown = { memory: unread('no'), began: NOW };
    const { notification, saves, loads } = await overtaken(BLOCKED, [savedBy(BLOCKED)], unknown);
    expect([idsOf(notification.pending), loads]).toEqual([['blocked'], []]);
    expect(saves).toHaveLength(1);
    expect(saves[0]).not.toHaveProperty('notifications');
  });

  test('and cannot read the ledger again notifies', async () => {
    const { ledger } = { ledger: inMemoryLedger() };
    const save = async ({ notifications }: MemoryChanges) =>
      ({ ok: true, value: notifications === undefined ? 'saved' : 'notified-meanwhile' }) as const;
    const end = await saveNotification(BLOCKED, KNOWN, save, { ledger: { ...ledger, load: async () => unread('no') } });
    expect(idsOf(end.notification.pending)).toEqual(['blocked']);
    expect(end.saved).toEqual({ ok: true, value: 'saved' });
  });
});

describe('pending notifications', () => {
  /** Publishes these, which the ledger holds. */
  async function published(
    records: readonly OutcomeRecord[],
    { ports }: Pick<ReturnType<typeof publisher>, 'ports'>,
    isSaved = true,
  ) {
    const ledger = inMemoryLedger({ [ID.arn]: { ...NO_MEMORY, pending: records } });
    const notification = { pending: records, uncounted: [] };
    const end = await publishPending({ key: ID.arn, isSaved }, notification, { ...ports, ledger }).catch(
      (error) => error,
    );
    return { end, left: idsOf(ledger.memories.get(ID.arn)?.pending ?? []) };
  }

  test('are published in order and removed', async () => {
    const all = publisher();
    expect(await published([FIXED, BLOCKED], all)).toEqual({ end: undefined, left: [] });
    expect([all.notified, all.events]).toEqual([
      ['fixed', 'blocked'],
      ['fixed', 'blocked'],
    ]);
  });

  test('that SNS refuses stay, hold up none of the others, and make the run fail', async () => {
    const some = publisher(['fixed']);
    const { end, left } = await published([FIXED, BLOCKED], some);
    expect(end).toBeInstanceOf(RunFailed);
    expect(left).toEqual(['fixed']);
    expect([some.notified, some.events]).toEqual([['blocked'], ['fixed', 'blocked']]);
  });

  test('take away nothing that another run could not publish meanwhile', async () => {
    const ledger = inMemoryLedger({ [ID.arn]: { ...NO_MEMORY, pending: [FIXED, BLOCKED] } });
    const ports = { ...publisher().ports, ledger };
    await publishPending({ key: ID.arn, isSaved: true }, { pending: [FIXED], uncounted: [] }, ports);
    expect(ledger.memories.get(ID.arn)?.pending).toEqual([BLOCKED]);
  });

  test.each([
    [true, ['fixed']],
    [false, ['fixed', 'blocked']],
  ])('include a repeat unless the ledger counts it (%s)', async (isSaved, notified) => {
    const all = publisher();
    const notification = { pending: [FIXED], uncounted: [BLOCKED] };
    await publishPending({ key: ID.arn, isSaved }, notification, { ...all.ports, ledger: inMemoryLedger() });
    expect(all.notified).toEqual(notified);
  });

  test('that the ledger does not hold are not removed from it', async () => {
    expect(await published([FIXED], publisher(), false)).toEqual({ end: undefined, left: ['fixed'] });
  });

  test('that could not be removed are in the log, and the run does not fail', async () => {
    const ledger = inMemoryLedger();
    ledger.failing = { operation: 'UpdateItem', code: 'InternalServerError', message: 'later' };
    const { ports, errors } = publisher();
    await publishPending({ key: ID.arn, isSaved: true }, { pending: [FIXED], uncounted: [] }, { ...ports, ledger });
    expect(errors).toEqual([
      ['ledger not saved', { error: 'UpdateItem returned InternalServerError: later', key: ID.arn }],
    ]);
  });
});
