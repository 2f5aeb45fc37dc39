import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leasedTable, NOW } from './leased-table.ts';

test('a run that found the lease held by another gets its recheck, whatever comes between', async () => {
  const call = fc.record({
    who: fc.constantFrom('one', 'two', 'three'),
    does: fc.constantFrom('acquire', 'release'),
    minutesLater: fc.constantFrom(0, 0, 1, 17),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(call, { maxLength: 20 }), async (calls) => {
      const { acquire, release, leaseItem } = leasedTable();
      let now = Date.parse(NOW);
      let isWaiting = false;
      for (const { who, does, minutesLater } of calls) {
        now += minutesLater * 60_000;
        if (does === 'acquire') {
          const until = new Date(now + 16 * 60_000).toISOString();
          const result = await acquire(who, new Date(now).toISOString(), until);
          expect(result).toMatch(/^(acquired|held-by-other)$/);
          if (result === 'held-by-other') isWaiting = true;
        } else if ((await release(who)) === 'recheck') {
          isWaiting = false;
        }
        if (isWaiting) expect(leaseItem()).toMatchObject({ dirty: true });
      }
    }),
  );
});
