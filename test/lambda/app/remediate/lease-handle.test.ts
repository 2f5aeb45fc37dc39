import { expect, test } from '@jest/globals';
import type { Ledger } from '../../../../lambda/app/ports.ts';
import { leaseHandle } from '../../../../lambda/app/remediate/lease-handle.ts';
import type { Lease } from '../../../../lambda/core/model/memory.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { ID, NOW, triggerWith } from '../../../support/perfect-trail.ts';

const BEGUN = { trigger: triggerWith({}), findings: [], steps: [] };
const lease = (holder: string, until = '2026-11-20T09:10:00.000Z'): Lease => ({
  holder,
  until,
  dirty: false,
  begun: BEGUN,
});
const LOST = { operation: 'UpdateItem', code: 'TimeoutError', message: 'no answer' };

/** A run's hold on a trail whose lease is as given. */
function place(held?: Lease, changes: (ledger: Ledger) => Partial<Ledger> = () => ({})) {
  const ledger = inMemoryLedger(held ? { [ID.arn]: { told: {}, lease: held } } : {});
  const hold = leaseHandle({ ...ledger, ...changes(ledger) }, ID.arn, triggerWith({}), virtualClock(Date.parse(NOW)));
  return { hold, ledger, leaseNow: () => ledger.memories.get(ID.arn)?.lease };
}

test('a lease that its holder took up again is not given back by who had wanted to take it over', async () => {
  const { hold, leaseNow } = place(lease('another'));
  hold.takeOver(lease('another', '2026-11-20T08:50:00.000Z'));
  hold.take(BEGUN);
  expect(await hold.isElsewhere()).toBe(true);
  expect(await hold.end({})).toEqual({ ok: true, value: 'ended' });
  expect(leaseNow()).toMatchObject({ holder: 'another', dirty: true });
});

test('a lease that was taken although its answer was lost is given back, or it would hold up every event until its end', async () => {
  const { hold, ledger, leaseNow } = place(undefined, ({ take }) => ({
    take: async (...asked) => {
      await take(...asked);
      return { ok: false, error: LOST };
    },
  }));
  hold.take(BEGUN);
  expect([await hold.isElsewhere(), hold.isHeld(), hold.error()]).toEqual([false, false, LOST]);
  expect(await hold.end({ seenLogging: NOW })).toEqual({ ok: true, value: 'ended' });
  expect(leaseNow()).toBeUndefined();
  expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: NOW });
});

test('whoever marked such a lease is looked after', async () => {
  const { hold, ledger, leaseNow } = place(undefined, ({ take }) => ({
    take: async (...asked) => {
      await take(...asked);
      return { ok: false, error: LOST };
    },
  }));
  hold.take(BEGUN);
  await hold.isElsewhere();
  await ledger.take(ID.arn, lease('another'), NOW, {});
  expect(await hold.end({})).toEqual({ ok: true, value: 'again' });
  expect(hold.isHeld()).toBe(true);
  expect(await hold.end({})).toEqual({ ok: true, value: 'ended' });
  expect(leaseNow()).toBeUndefined();
});
