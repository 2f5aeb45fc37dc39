import { describe, expect, test } from '@jest/globals';
import { ID } from '../../../support/perfect-trail.ts';
import { LATER, leasedTable } from './leased-table.ts';

describe('a lease', () => {
  test('is acquired by one run; another requests a recheck, which the holder makes before the release', async () => {
    const { acquire, release, leaseItem } = leasedTable();
    expect([await acquire('one'), await acquire('two')]).toEqual(['acquired', 'held-by-other']);
    expect(leaseItem()).toMatchObject({ holder: 'one', dirty: true });
    expect([await release('one'), await release('one')]).toEqual(['recheck', 'released']);
    expect(leaseItem()).toBeUndefined();
  });

  test('keeps a requested recheck when the retry of its event acquires it again', async () => {
    const { acquire, release } = leasedTable();
    await acquire('one');
    await acquire('two');
    expect(await acquire('one')).toBe('acquired');
    expect(await release('one')).toBe('recheck');
  });

  test('keeps a requested recheck when another run acquires it after it expired', async () => {
    const { acquire, release, leaseItem } = leasedTable();
    await acquire('one');
    await acquire('two');
    expect(await acquire('three', LATER, '2026-11-20T09:36:00.000Z')).toBe('acquired');
    expect(leaseItem()).toMatchObject({ holder: 'three', until: '2026-11-20T09:36:00.000Z', dirty: true });
    expect([await release('three'), await release('three')]).toEqual(['recheck', 'released']);
  });

  test.each([false, true])(
    'keeps no run away when it expires later than any run can have acquired it (recheck requested: %s)',
    async (dirty) => {
      const { acquire, table, leaseItem } = leasedTable();
      const forged = { holder: 'forged', until: '2999-01-01T00:00:00.000Z', dirty };
      table.put(ID.arn, 'memory', { version: 1, lease: forged });
      expect(await acquire('one')).toBe('acquired');
      expect(leaseItem()).toMatchObject({ holder: 'one', dirty });
    },
  );

  test('that another run acquired meanwhile is lost, and left to that run', async () => {
    const { acquire, release, leaseItem } = leasedTable();
    await acquire('one');
    await acquire('two', LATER, '2026-11-20T09:36:00.000Z');
    expect(await release('one')).toBe('lost');
    expect(leaseItem()).toMatchObject({ holder: 'two', dirty: false });
  });
});
