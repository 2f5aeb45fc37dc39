import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import type { Lease } from '../../../../lambda/core/model/memory.ts';
import { strictTable } from '../../../support/aws/strict-table.ts';
import { ID } from '../../../support/perfect-trail.ts';

const NOW = '2026-11-20T09:00:00.000Z';
const LATER = '2026-11-20T09:20:00.000Z';
const lease = (holder: string, until = '2026-11-20T09:16:00.000Z'): Lease => ({
  holder,
  until,
  dirty: false,
  begun: { trigger: { kind: 'sweep', time: NOW }, findings: [], steps: [] },
});

/** The ledger in a table that decides as DynamoDB does. */
function place() {
  const table = strictTable();
  const ledger = ledgerIn(table.clients, 'Ledger');
  const take = async (holder: string, now = NOW, until?: string) =>
    (await ledger.take(ID.arn, lease(holder, until), now, { seenLogging: now })) as { value?: string };
  const release = async (holder: string) => (await ledger.release(ID.arn, holder, {})) as { value?: string };
  const held = () => table.item(ID.arn, 'memory')?.['lease'] as Lease | undefined;
  return { take, release, held, table, ledger };
}

describe('a lease', () => {
  test('is taken by one; another marks it, and has it looked after once more', async () => {
    const { take, release, held } = place();
    expect([await take('one'), await take('two')]).toMatchObject([{ value: 'taken' }, { value: 'held' }]);
    expect(held()).toMatchObject({ holder: 'one', dirty: true });
    expect([await release('one'), await release('one')]).toMatchObject([{ value: 'dirty' }, { value: 'released' }]);
    expect(held()).toBeUndefined();
  });

  test('that was marked stays marked when the next try of its event takes it up: who marked it waits for a look', async () => {
    const { take, release } = place();
    await take('one');
    await take('two');
    expect(await take('one')).toMatchObject({ value: 'taken' });
    expect(await release('one')).toMatchObject({ value: 'dirty' });
  });

  test('that was marked stays marked when another takes it after its end', async () => {
    const { take, release, held } = place();
    await take('one');
    await take('two');
    expect(await take('three', LATER, '2026-11-20T09:36:00.000Z')).toMatchObject({ value: 'taken' });
    expect(held()).toMatchObject({ holder: 'three', until: '2026-11-20T09:36:00.000Z', dirty: true });
    expect([await release('three'), await release('three')]).toMatchObject([{ value: 'dirty' }, { value: 'released' }]);
  });

  test.each([false, true])(
    'that ends later than any run can have taken it holds nobody back (marked: %s)',
    async (dirty) => {
      const { take, table, held } = place();
      table.put(ID.arn, 'memory', { version: 1, lease: { ...lease('forged', '2999-01-01T00:00:00.000Z'), dirty } });
      expect(await take('one')).toMatchObject({ value: 'taken' });
      expect(held()).toMatchObject({ holder: 'one' });
    },
  );

  test('that somebody else took meanwhile is lost, and left to them', async () => {
    const { take, release, held } = place();
    await take('one');
    await take('two', LATER, '2026-11-20T09:36:00.000Z');
    expect(await release('one')).toMatchObject({ value: 'lost' });
    expect(held()).toMatchObject({ holder: 'two', dirty: false });
  });
});

test('law: whoever was told that another has the trail is looked after, whatever comes between', async () => {
  const call = fc.record({
    who: fc.constantFrom('one', 'two', 'three'),
    does: fc.constantFrom('take', 'release'),
    minutesLater: fc.constantFrom(0, 0, 1, 17),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 20 }), async (calls) => {
      const { take, release, held } = place();
      let now = Date.parse(NOW);
      let isWaiting = false;
      for (const { who, does, minutesLater } of calls) {
        now += minutesLater * 60_000;
        if (does === 'take') {
          const until = new Date(now + 16 * 60_000).toISOString();
          const { value } = await take(who, new Date(now).toISOString(), until);
          expect(value).toMatch(/^(taken|held)$/);
          if (value === 'held') isWaiting = true;
        } else if ((await release(who)).value === 'dirty') {
          isWaiting = false;
        }
        if (isWaiting) expect(held()).toMatchObject({ dirty: true });
      }
    }),
  );
});
