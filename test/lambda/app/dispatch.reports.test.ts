import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../lambda/app/errors.ts';
import { NO_MEMORY } from '../../../lambda/core/model/memory.ts';
import { inMemoryLedger } from '../../support/in-memory-ledger.ts';
import { ID, NOW, PERFECT_TRAIL } from '../../support/perfect-trail.ts';
import { DENIED, functionWith, GONE, THROTTLED, UNREADABLE } from './dispatched.ts';
import { callWithoutResponse } from './trail-events.ts';

describe('a deleted trail', () => {
  test('is reported when AWS shows that it is gone', async () => {
    const { run, calls, notified, logged } = functionWith(() => GONE);
    expect(await run(callWithoutResponse('DeleteTrail'))).toMatchObject({
      outcomes: [{ id: 'run-1', mode: 'dry-run', outcome: 'SKIPPED', reason: 'trail-deleted', trailArn: ID.arn }],
    });
    expect(calls).toEqual(['observe audit', 'notify audit SKIPPED']);
    expect(notified).toHaveLength(1);
    expect(logged).toHaveLength(1);
  });

  test('was logging, which says nothing about a trail that is created again under its name', async () => {
    const target = { logGroupArn: PERFECT_TRAIL.logGroupArn, roleArn: PERFECT_TRAIL.roleArn };
    const ledger = inMemoryLedger({
      [ID.arn]: { ...NO_MEMORY, seenLogging: NOW, acceptedTarget: { ...target, since: NOW } },
    });
    await functionWith(() => GONE, { ledger }).run(callWithoutResponse('DeleteTrail'));
    expect(ledger.memories.get(ID.arn)).toMatchObject({ acceptedTarget: target });
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('seenLogging');
  });

  test('whose notification SNS refuses is reported once by the retry', async () => {
    const { run, retry, notified, ledger } = functionWith(() => GONE, { refusals: [THROTTLED] });
    await expect(run(callWithoutResponse('DeleteTrail'))).rejects.toBeInstanceOf(RunFailed);
    expect(ledger.memories.get(ID.arn)?.pending).toMatchObject([{ reason: 'trail-deleted' }]);
    await retry(callWithoutResponse('DeleteTrail'));
    await retry(callWithoutResponse('DeleteTrail'));
    expect(notified.map(({ reason }) => reason)).toEqual(['trail-deleted']);
    expect(ledger.memories.get(ID.arn)?.pending).toEqual([]);
  });

  test('is reported without the ledger too, and the record says so', async () => {
    const { run, notified, logged, ledger } = functionWith(() => GONE);
    ledger.failing = DENIED;
    await run(callWithoutResponse('DeleteTrail'));
    expect(notified).toMatchObject([{ reason: 'trail-deleted', ledgerError: 'no' }]);
    expect(logged.map(([, message]) => message)).toEqual(['trail outcome', 'ledger not saved', 'ledger not saved']);
  });

  test('that exists is no fact: the record says what AWS shows, and keeps what the ledger knows', async () => {
    const ledger = inMemoryLedger({ [ID.arn]: { ...NO_MEMORY, seenLogging: NOW } });
    const { run, notified } = functionWith(undefined, { ledger });
    await run(callWithoutResponse('DeleteTrail'));
    expect(notified).toMatchObject([{ outcome: 'COMPLIANT', unconfirmed: 'GetTrail returns the trail' }]);
    expect(notified[0]).not.toHaveProperty('restore');
    expect(ledger.memories.get(ID.arn)).toHaveProperty('seenLogging');
  });

  test('that cannot be read is reported as what the event says, and the ledger forgets nothing', async () => {
    const known = { ...NO_MEMORY, seenLogging: NOW };
    const ledger = inMemoryLedger({ [ID.arn]: known });
    const forgotten: unknown[] = [];
    const saveKnownTrails: typeof ledger.saveKnownTrails = async (changes) => {
      forgotten.push(changes);
      return { ok: true, value: undefined };
    };
    const { run, notified } = functionWith(() => UNREADABLE, { ledger: { ...ledger, saveKnownTrails } });
    await run(callWithoutResponse('DeleteTrail'));
    const unconfirmed = 'GetTrail returned AccessDenied: no';
    expect(notified).toMatchObject([{ reason: 'trail-deleted', unconfirmed }]);
    expect(ledger.memories.get(ID.arn)).toMatchObject({ seenLogging: NOW });
    // A sweep still reports the deletion.
    expect(ledger.memories.get(ID.arn)).not.toHaveProperty('lastNotified');
    expect(forgotten).toEqual([]);
  });
});
