import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { notificationFor, publishPending } from '../../../lambda/app/notify.ts';
import type { Ports } from '../../../lambda/app/ports.ts';
import { type Publishing, publish } from '../../../lambda/app/publish.ts';
import type { AwsError } from '../../../lambda/core/model/aws-result.ts';
import { NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import { inMemoryLedger, withChanges } from '../../support/in-memory-ledger.ts';
import { ID, recordWith, triggerWith } from '../../support/perfect-trail.ts';
import { portsWith } from '../../support/ports.ts';

const COMPLIANT = recordWith({ id: 'compliant' });
const FIXED = recordWith({ id: 'fixed', outcome: 'FIXED', reason: 'repaired' });
const BLOCKED = recordWith({ id: 'blocked', outcome: 'BLOCKED', reason: 'scp' });
const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };
const IDS = ['1', '2', '3', '4', '5', '6', '7'];
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
    expect(idsOf(notificationFor(BLOCKED, memory).pending)).toEqual(['fixed', 'blocked']);
    expect(notificationFor(COMPLIANT, memory)).toMatchObject({
      changes: {},
      pending: [{ id: 'fixed', outcome: 'FIXED', fromLedger: true }],
      uncounted: [],
    });
  });

  test('leaves alone those that another run may still be publishing', () => {
    const others = { ...FIXED, trigger: triggerWith({ eventId: 'another' }) };
    const memory = { ...NO_MEMORY, pending: [others] };
    expect(idsOf(notificationFor(BLOCKED, memory).pending)).toEqual(['blocked']);
    const later = { ...BLOCKED, time: '2026-11-20T09:00:50.001Z' };
    expect(idsOf(notificationFor(later, memory).pending)).toEqual(['fixed', 'blocked']);
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
    expect(idsOf(notificationFor({ ...FIXED, id: '6' }, { ...NO_MEMORY, pending }).pending)).toEqual(IDS.slice(0, 6));
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
