import { describe, expect, test } from '@jest/globals';
import { ID } from '../../../support/perfect-trail.ts';
import { LATER, leasedTable, NOW } from './leased-table.ts';

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

describe('a notification', () => {
  const memory = ({ table }: Pick<ReturnType<typeof leasedTable>, 'table'>) => table.item(ID.arn, 'memory');
  /** What a run saves that saw no notification yet. */
  const FIRST = { notifications: 1, seenLogging: NOW };

  test('is saved by one of two runs that decided from the same memory; the other saves nothing', async () => {
    const ledger = leasedTable();
    expect(await ledger.save(FIRST)).toBe('saved');
    expect(await ledger.save({ notifications: 1, seenLogging: LATER })).toBe('notified-meanwhile');
    expect(memory(ledger)).toMatchObject({ notifications: 1, seenLogging: NOW });
    expect(await ledger.save({ notifications: 2, seenLogging: LATER })).toBe('saved');
    expect(memory(ledger)).toMatchObject({ notifications: 2, seenLogging: LATER });
  });

  test('is saved in an item of a version that did not count, as the first one', async () => {
    const ledger = leasedTable();
    ledger.table.put(ID.arn, 'memory', { version: 1, seenLogging: LATER });
    expect([await ledger.save(FIRST), await ledger.save(FIRST)]).toEqual(['saved', 'notified-meanwhile']);
  });

  test('that another run overtook keeps the lease; a release without it saves what the run learned', async () => {
    const ledger = leasedTable();
    await ledger.acquire('one');
    await ledger.save({ notifications: 1 });
    expect(await ledger.release('one', { ...FIRST, exclusion: 'true' })).toBe('notified-meanwhile');
    expect(ledger.leaseItem()).toMatchObject({ holder: 'one', dirty: false });
    expect(memory(ledger)).not.toHaveProperty('exclusion');
    expect(await ledger.release('one', { exclusion: 'true' })).toBe('released');
    expect(memory(ledger)).toMatchObject({ exclusion: 'true', notifications: 1 });
    expect(ledger.leaseItem()).toBeUndefined();
  });

  test('whose response was lost is saved by its repetition, as the SDK makes it', async () => {
    const ledger = leasedTable();
    const own = { ...FIRST, notifier: 'run' };
    await ledger.acquire('one');
    expect([await ledger.release('one', own), await ledger.release('one', own)]).toEqual(['released', 'released']);
    expect(await ledger.save({ ...own, notifier: 'other' })).toBe('notified-meanwhile');
  });

  test('that another run overtook leaves a requested recheck requested', async () => {
    const ledger = leasedTable();
    await ledger.acquire('one');
    await ledger.acquire('two');
    await ledger.save({ notifications: 1 });
    expect(await ledger.release('one', FIRST)).toBe('notified-meanwhile');
    expect(ledger.leaseItem()).toMatchObject({ holder: 'one', dirty: true });
    expect(await ledger.release('one', { ...FIRST, notifications: 2 })).toBe('recheck');
    expect(ledger.leaseItem()).toMatchObject({ holder: 'one', dirty: false });
    expect(await ledger.release('one', { notifications: 3 })).toBe('released');
  });

  test('of a run that lost its lease is not saved with it: a release without the notification tells', async () => {
    const ledger = leasedTable();
    await ledger.acquire('one');
    await ledger.acquire('two', LATER, '2026-11-20T09:36:00.000Z');
    expect(await ledger.release('one', FIRST)).toBe('notified-meanwhile');
    expect(await ledger.release('one', { seenLogging: NOW })).toBe('lost');
    expect(ledger.leaseItem()).toMatchObject({ holder: 'two', dirty: false });
  });
});
