import { describe, expect, test } from '@jest/globals';
import type { Ledger } from '../../../../lambda/app/ledger.ts';
import { leaseHandle } from '../../../../lambda/app/remediate/lease-handle.ts';
import { type Lease, NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { ID, NOW, triggerWith } from '../../../support/perfect-trail.ts';

const INTENT = { trigger: triggerWith({}), findings: [] };
const EXPIRED = '2026-11-20T08:50:00.000Z';
const leaseOf = (holder: string, until = '2026-11-20T09:10:00.000Z'): Lease => ({
  holder,
  until,
  recheckRequested: false,
  intent: INTENT,
});
const NO_ANSWER = { operation: 'UpdateItem', code: 'TimeoutError', message: 'no answer' };

/** The handle of a run on a trail whose lease is as given. */
function runOn(lease?: Lease, changes: (ledger: Ledger) => Partial<Ledger> = () => ({})) {
  const ledger = inMemoryLedger(lease ? { [ID.arn]: { ...NO_MEMORY, lease } } : {});
  const handleOf = (eventId: string) =>
    leaseHandle({ ...ledger, ...changes(ledger) }, ID.arn, triggerWith({ eventId }), virtualClock(Date.parse(NOW)));
  return {
    handle: handleOf(triggerWith({}).eventId),
    otherRun: () => handleOf('other'),
    ledger,
    leaseNow: () => ledger.memories.get(ID.arn)?.lease,
  };
}

describe('an abandoned lease', () => {
  test('is released by the run that adopted it', async () => {
    const { handle, leaseNow } = runOn(leaseOf('another', EXPIRED));
    handle.adopt(leaseOf('another', EXPIRED));
    expect(handle.isHeld()).toBe(true);
    expect(await handle.release({})).toEqual({ ok: true, value: 'released' });
    expect(leaseNow()).toBeUndefined();
  });

  test('that its holder acquired again is not released by the run that adopted it', async () => {
    const { handle, leaseNow } = runOn(leaseOf('another'));
    handle.adopt(leaseOf('another', EXPIRED));
    await handle.acquire(INTENT, {});
    expect(handle.isHeldByOther()).toBe(true);
    expect(await handle.release({})).toEqual({ ok: true, value: 'released' });
    expect(leaseNow()).toMatchObject({ holder: 'another', recheckRequested: true });
  });

  test('is acquired by one of two runs that adopted it', async () => {
    const { handle, otherRun, leaseNow } = runOn(leaseOf('another', EXPIRED));
    const other = otherRun();
    for (const one of [handle, other]) one.adopt(leaseOf('another', EXPIRED));
    await handle.acquire(INTENT, {});
    await other.acquire(INTENT, {});
    expect([handle.isHeldByOther(), other.isHeldByOther()]).toEqual([false, true]);
    expect(leaseNow()).toMatchObject({ holder: triggerWith({}).eventId, until: '2026-11-20T09:16:05.000Z' });
  });

  test('is still to be acquired after a recheck was requested of its holder', async () => {
    const { handle, leaseNow } = runOn({ ...leaseOf('another', EXPIRED), recheckRequested: true });
    handle.adopt(leaseOf('another', EXPIRED));
    expect(await handle.release({})).toEqual({ ok: true, value: 'recheck' });
    await handle.acquire(INTENT, {});
    expect(leaseNow()).toMatchObject({ holder: triggerWith({}).eventId });
    expect(await handle.release({})).toEqual({ ok: true, value: 'released' });
    expect(leaseNow()).toBeUndefined();
  });
});

describe('a lease that DynamoDB wrote although its answer was lost', () => {
  const withLostAnswer = () =>
    runOn(undefined, ({ acquire }) => ({
      acquire: async (...asked) => {
        await acquire(...asked);
        return { ok: false, error: NO_ANSWER };
      },
    }));

  test('is released, or it would delay every event until it expires', async () => {
    const { handle, ledger, leaseNow } = withLostAnswer();
    await handle.acquire(INTENT, {});
    expect([handle.isHeldByOther(), handle.isHeld(), handle.error()]).toEqual([false, false, NO_ANSWER]);
    expect(await handle.release({ seenLogging: NOW })).toEqual({ ok: true, value: 'released' });
    expect(leaseNow()).toBeUndefined();
    expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: NOW });
  });

  test('has the recheck that another run requested', async () => {
    const { handle, ledger, leaseNow } = withLostAnswer();
    await handle.acquire(INTENT, {});
    await ledger.acquire(ID.arn, leaseOf('another'), NOW, {});
    expect(await handle.release({})).toEqual({ ok: true, value: 'recheck' });
    expect(handle.isHeld()).toBe(true);
    expect(await handle.release({})).toEqual({ ok: true, value: 'released' });
    expect(leaseNow()).toBeUndefined();
  });
});

test('a lease is acquired once, with the intent of the first writes', async () => {
  const { handle, leaseNow } = runOn();
  await handle.acquire(INTENT, {});
  await handle.acquire({ ...INTENT, trigger: triggerWith({ eventId: 'later' }) }, {});
  expect(leaseNow()?.intent).toEqual(INTENT);
});

describe('a notification that another run overtook', () => {
  const notifying = { notifications: 1, seenLogging: NOW };

  test('leaves the lease with the run, which releases it with its next decision', async () => {
    const { handle, ledger, leaseNow } = runOn();
    await handle.acquire(INTENT, {});
    await ledger.save(ID.arn, { notifications: 1 });
    expect(await handle.release(notifying)).toEqual({ ok: true, value: 'notified-meanwhile' });
    expect([handle.isHeld(), leaseNow()?.holder]).toEqual([true, triggerWith({}).eventId]);
    expect(await handle.release({ seenLogging: NOW })).toEqual({ ok: true, value: 'released' });
    expect(ledger.memories.get(ID.arn)).toEqual({ ...NO_MEMORY, ...notifying });
  });

  test('is not saved by a run without a lease either', async () => {
    const { handle, ledger } = runOn();
    await ledger.save(ID.arn, { notifications: 1 });
    expect(await handle.release(notifying)).toEqual({ ok: true, value: 'notified-meanwhile' });
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('seenLogging');
  });

  test('of a run that lost its lease is saved without the lease in the end', async () => {
    const { handle, ledger, leaseNow } = runOn();
    await handle.acquire(INTENT, {});
    ledger.memories.set(ID.arn, { ...NO_MEMORY, lease: leaseOf('another') });
    expect(await handle.release(notifying)).toEqual({ ok: true, value: 'notified-meanwhile' });
    expect(await handle.release({ seenLogging: NOW })).toEqual({ ok: true, value: 'released' });
    expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: NOW });
    expect(leaseNow()?.holder).toBe('another');
  });
});

test('a run without a lease saves what it learned, and writes nothing where it learned nothing', async () => {
  const { handle, ledger } = runOn();
  await handle.release({});
  expect(ledger.memories.size).toBe(0);
  expect(await handle.release({ seenLogging: NOW })).toEqual({ ok: true, value: 'released' });
  expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: NOW });
});
