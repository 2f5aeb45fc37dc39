import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import { withoutEvidence } from '../../../../lambda/core/model/finding.ts';
import type { Lease } from '../../../../lambda/core/model/memory.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import {
  blankedFacts,
  ID,
  NOW,
  ourGroup,
  ourRole,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  settingsWith,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';
import { DENIED, INTENT, leaseOf, REPAIRED, repairableTrail, words } from './repairable-trail.ts';

const CIS = settingsWith({ metricFilters: 'cis' });
const EXPIRED = '2026-11-20T09:00:00.000Z';

describe('the lease of a trail', () => {
  test('is held while the trail is changed, and released with what the run learned', async () => {
    const { run, during, memory } = repairableTrail();
    let seen: Lease | undefined;
    during.updateTrail = async () => {
      seen = memory()?.lease;
    };
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(seen).toMatchObject({
      holder: triggerWith({}).eventId,
      until: '2026-11-20T09:16:05.000Z',
      recheckRequested: false,
    });
    expect(memory()).not.toHaveProperty('lease');
    expect(memory()).toMatchObject({ last: { outcome: 'FIXED' }, acceptedTarget: {} });
  });

  test('is not acquired for a trail that needs no repair', async () => {
    const acquired: string[] = [];
    const { run, trail, memory } = repairableTrail(undefined, {
      ledger: {
        acquire: async (arn) => {
          acquired.push(arn);
          return { ok: true, value: 'acquired' };
        },
      },
    });
    trail.facts = PERFECT_FACTS;
    await run();
    expect(acquired).toEqual([]);
    expect(memory()).toMatchObject({ last: { outcome: 'COMPLIANT' } });
  });

  test('that another run holds prevents every write; the other run is asked to check the trail again', async () => {
    const { run, writes, notified, memory } = repairableTrail({ lease: leaseOf('another') });
    expect(words(await run())).toEqual(['SKIPPED another-run']);
    expect(writes).toEqual([]);
    expect(notified).toEqual([]);
    expect(memory()?.lease).toMatchObject({ holder: 'another', recheckRequested: true });
    expect(memory()).not.toHaveProperty('last');
  });

  test('that another run holds prevents the writes that repair something by themselves', async () => {
    const { run, trail, writes } = repairableTrail({ lease: leaseOf('another') }, { settings: CIS });
    const short = read({ ...ourGroup(), retentionDays: 30, isOurs: read(true) });
    trail.facts = { ...REPAIRED, currentGroup: short, metricFilters: read([]) };
    expect(words(await run())).toEqual(['SKIPPED another-run']);
    expect(writes).toEqual([]);
  });

  test('that another run holds prevents no report of tampering, and tells that run that the trail was logging', async () => {
    const { run, notified, memory } = repairableTrail({ lease: leaseOf('another') });
    const stopped = triggerWith({ eventName: 'StopLogging', tampering: 'stopped' });
    await run(stopped);
    await run(stopped);
    expect(words(notified)).toEqual(['SKIPPED another-run']);
    expect(memory()).toMatchObject({ seenLogging: expect.stringContaining('2026-11-20T09:00') });
  });

  test('has its holder check the trail again, until no other run asks for that', async () => {
    const { run, trail, during, ledger, memory, writes } = repairableTrail();
    let times = 0;
    during.updateTrail = async () => {
      times += 1;
      if (times === 1) await ledger.acquire(ID.arn, leaseOf('another'), NOW, {});
    };
    expect(words(await run())).toEqual(['FIXED repaired', 'COMPLIANT nothing-to-do']);
    expect(writes.filter((write) => write === 'UpdateTrail')).toHaveLength(1);
    expect(trail.facts).toBe(REPAIRED);
    expect(memory()).not.toHaveProperty('lease');
  });

  test('ends after ten minutes in which others keep changing the trail: Lambda retries the event', async () => {
    const { run, trail, clock, ledger, writes } = repairableTrail(undefined, {
      ledger: {
        release: async (...asked) => {
          await clock.sleep(60_000);
          trail.facts = blankedFacts();
          await ledger.acquire(ID.arn, leaseOf('another'), NOW, {});
          return ledger.release(...asked);
        },
      },
    });
    await expect(run()).rejects.toThrow(new RunFailed(`Others keep changing the trail ${ID.arn}`));
    expect(writes.filter((write) => write === 'UpdateTrail')).toHaveLength(11);
  });

  test('that has expired is acquired from the run that left it', async () => {
    const { run, writes, memory, during } = repairableTrail({ lease: leaseOf('another', EXPIRED) });
    let seen: Lease | undefined;
    during.updateTrail = async () => {
      seen = memory()?.lease;
    };
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(writes).toContain('UpdateTrail');
    expect(seen).toMatchObject({ holder: triggerWith({}).eventId, until: '2026-11-20T09:16:05.000Z' });
    expect(memory()).not.toHaveProperty('lease');
  });

  test('that has expired is acquired by one of two runs: the other writes nothing', async () => {
    const { run, writes } = repairableTrail({ lease: leaseOf('another', EXPIRED) });
    const both = await Promise.all([run(), run(triggerWith({ eventId: 'second' }))]);
    expect(writes.filter((write) => write === 'UpdateTrail')).toHaveLength(1);
    expect(words(both.flat()).toSorted()).toEqual(['COMPLIANT nothing-to-do', 'FIXED repaired', 'SKIPPED another-run']);
  });

  test.each([
    [
      'that expires later than any run can have asked for keeps no trail broken',
      '2999-01-01T00:00:00.000Z',
      'FIXED repaired',
    ],
    ['of a run whose clock is half a minute ahead is valid', '2026-11-20T09:16:30.000Z', 'SKIPPED another-run'],
  ])('%s', async (_, until, outcome) => {
    const { run } = repairableTrail({ lease: leaseOf('another', until) });
    expect(words(await run())).toEqual([outcome]);
  });

  test('that could not be acquired prevents no repair, and the notification says so', async () => {
    const { run, notified } = repairableTrail(undefined, {
      ledger: { acquire: async () => ({ ok: false, error: DENIED }) },
    });
    await run();
    expect(notified).toMatchObject([
      { outcome: 'FIXED', ledgerError: 'UpdateItem returned AccessDeniedException: no' },
    ]);
  });

  test('that could not be released makes the run fail after its notification: the retry releases it', async () => {
    const { run, notified, errors } = repairableTrail(undefined, {
      ledger: { release: async () => ({ ok: false, error: DENIED }) },
    });
    await expect(run()).rejects.toBeInstanceOf(RunFailed);
    expect(words(notified)).toEqual(['FIXED repaired']);
    expect(errors).toEqual(['ledger not saved']);
  });
});

describe('what a run learned', () => {
  test('is saved once: a trail that is as it was costs no write', async () => {
    const { run, trail, memory } = repairableTrail();
    trail.facts = PERFECT_FACTS;
    await run();
    const before = memory();
    await run(triggerWith({ eventId: 'another' }));
    expect(memory()).toBe(before);
    expect(before).toMatchObject({ seenLogging: NOW, last: { outcome: 'COMPLIANT' } });
  });

  test('without the memory is where its repair sent the trail, so that no other caller is taken for it', async () => {
    const { logGroupArn: known, roleArn } = PERFECT_TRAIL;
    const acceptedTarget = { logGroupArn: known, roleArn, since: NOW };
    const { run, memory } = repairableTrail(
      { acceptedTarget },
      { ledger: { load: async () => unread('GetItem returned InternalServerError: later') } },
    );
    expect(words(await run())).toEqual(['FIXED repaired']);
    const target = { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: ourRole().arn };
    expect(memory()).toMatchObject({ acceptedTarget, awaitingVerification: { target } });
  });

  test('and could not save is in the log, and the returned record says so', async () => {
    const { run, trail, errors } = repairableTrail(undefined, {
      ledger: { save: async () => ({ ok: false, error: DENIED }) },
    });
    trail.facts = PERFECT_FACTS;
    expect(await run()).toMatchObject([
      { outcome: 'COMPLIANT', ledgerError: 'UpdateItem returned AccessDeniedException: no' },
    ]);
    expect(errors).toEqual(['ledger not saved']);
  });
});

describe('a run that was interrupted', () => {
  const EVENT = triggerWith({}).eventId;

  test('before its repair is continued at once by the retry of its event', async () => {
    const { run, notified } = repairableTrail({ lease: leaseOf(EVENT) });
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(words(notified)).toEqual(['FIXED repaired']);
  });

  test('after its repair is reported once by the retry of its event, with what it had found', async () => {
    const { run, trail, writes, notified, memory } = repairableTrail({ lease: leaseOf(EVENT) });
    trail.facts = REPAIRED;
    await run();
    expect(notified).toMatchObject([
      {
        outcome: 'FIXED',
        reason: 'repaired',
        trigger: INTENT.trigger,
        findings: withoutEvidence(INTENT.findings),
        remaining: [],
        applied: [],
      },
    ]);
    expect(writes).toEqual([]);
    expect(memory()).not.toHaveProperty('lease');
    await run();
    expect(notified).toHaveLength(1);
  });

  test('after it created metric filters is reported too', async () => {
    const evidence = { source: 'DescribeMetricFilters', saw: 'the filters are missing' };
    const findings = [{ rule: 'metric-filters', verdict: 'violated', evidence }] as const;
    const { run, trail, notified } = repairableTrail({ lease: leaseOf(EVENT, undefined, { findings }) });
    trail.facts = REPAIRED;
    await run();
    expect(notified).toMatchObject([{ outcome: 'FIXED', findings: withoutEvidence(findings) }]);
  });

  test('without a finding that calls for a repair is not reported as one', async () => {
    const { run, trail, notified, memory } = repairableTrail({ lease: leaseOf(EVENT, undefined, { findings: [] }) });
    trail.facts = REPAIRED;
    expect(words(await run())).toEqual(['COMPLIANT nothing-to-do']);
    expect(notified).toEqual([]);
    expect(memory()).not.toHaveProperty('lease');
  });

  test('and never tried again is reported with its own trigger by the first run after its lease expires', async () => {
    const stopped = triggerWith({ eventId: 'gone', eventName: 'StopLogging', tampering: 'stopped' });
    const { run, trail, notified } = repairableTrail({ lease: leaseOf('gone', EXPIRED, { trigger: stopped }) });
    trail.facts = REPAIRED;
    await run();
    expect(notified).toMatchObject([
      { outcome: 'FIXED', trigger: { eventId: 'gone' }, findings: withoutEvidence(INTENT.findings) },
    ]);
  });

  test('is reported when the trail is compliant, wherever it delivers by then', async () => {
    const { run, trail, notified, memory } = repairableTrail({ lease: leaseOf(EVENT) });
    trail.facts = PERFECT_FACTS;
    expect(words(await run())).toEqual(['FIXED repaired']);
    expect(notified).toMatchObject([
      { detail: expect.stringContaining('interrupted'), findings: withoutEvidence(INTENT.findings) },
    ]);
    expect(memory()).not.toHaveProperty('lease');
  });
});

test('the same event twice at once is repaired and reported once, and leaves no lease', async () => {
  const { run, during, clock, notified, memory } = repairableTrail();
  during.updateTrail = () => clock.sleep(1);
  const both = await Promise.all([run(), run()]);
  expect(words(both.flat())).toEqual(['FIXED repaired', 'FIXED repaired']);
  expect(words(notified)).toEqual(['FIXED repaired']);
  expect(memory()).toMatchObject({ pending: [], notifications: 1, repairs: [{}, {}] });
  expect(memory()).not.toHaveProperty('lease');
});
