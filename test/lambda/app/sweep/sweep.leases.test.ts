import { describe, expect, test } from '@jest/globals';
import { withoutEvidence } from '../../../../lambda/core/model/finding.ts';
import { type Lease, NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import { blankedFacts, ID, repairedFacts, SETTINGS, triggerWith } from '../../../support/perfect-trail.ts';
import { type Differences, START, sweptAccount, trailIn, words } from './swept-account.ts';

const AUDIT = trailIn('us-east-1', 'audit', { isMultiRegion: true });
const REPAIRED = repairedFacts();
const FIX = { settings: SETTINGS };
const FIRST = '2026-11-20T09:00:00.000Z';
const SECOND = '2026-11-20T09:05:00.000Z';
const INTENT = {
  trigger: { kind: 'sweep', time: FIRST },
  findings: [
    { rule: 'log-group-not-set', verdict: 'violated', evidence: { source: 'GetTrail', saw: 'it is not set' } },
  ],
} as const;

/** An account in fix mode with a blanked trail, which UpdateTrail repairs. */
function blankedAccount(differences: Differences = {}) {
  const account = sweptAccount(
    { 'us-east-1': [AUDIT] },
    { facts: () => (updates() > 0 ? REPAIRED : blankedFacts()), ...differences },
  );
  const updates = () => account.calls.filter(({ what }) => what === 'UpdateTrail').length;
  return { ...account, updates, leaseNow: () => account.ledger.memories.get(AUDIT.id.arn)?.lease };
}

describe('two sweeps at the same time', () => {
  test('repair a trail once and report it once: the holder of the lease checks the trail again for the other', async () => {
    const { run, updates, notified, reported, leaseNow } = blankedAccount();
    await Promise.all([run({ ...FIX, due: FIRST }), run({ ...FIX, due: SECOND })]);
    expect([updates(), words(notified)]).toEqual([1, ['FIXED repaired']]);
    expect(words(reported).toSorted()).toEqual(['COMPLIANT nothing-to-do', 'FIXED repaired', 'SKIPPED another-run']);
    expect(leaseNow()).toBeUndefined();
  });
});

describe('a sweep that was interrupted', () => {
  const leftBy = (holder: string, changes: Partial<Lease> = {}): NonNullable<Differences['memories']> => ({
    [AUDIT.id.arn]: {
      ...NO_MEMORY,
      lease: {
        holder,
        until: '2026-11-20T09:10:00.000Z',
        recheckRequested: false,
        intent: INTENT,
        ...changes,
      },
    },
  });

  test('is continued at once by its retry', async () => {
    const { run, updates, leaseNow } = blankedAccount({ memories: leftBy(`sweep ${FIRST}`) });
    await run({ ...FIX, due: FIRST });
    expect([updates(), leaseNow()]).toEqual([1, undefined]);
  });

  test('and has no retry holds the trail until its lease expires', async () => {
    const { run, updates, reported, leaseNow } = blankedAccount({ memories: leftBy(`sweep ${FIRST}`) });
    await run({ ...FIX, due: SECOND });
    expect([updates(), words(reported)]).toEqual([0, ['SKIPPED another-run']]);
    expect(leaseNow()).toMatchObject({ recheckRequested: true });
  });

  test('or is about to report its repair keeps its lease: another sweep leaves the report to it', async () => {
    const { run, reported, notified, leaseNow } = blankedAccount({
      memories: leftBy(`sweep ${FIRST}`),
      facts: () => REPAIRED,
    });
    await run({ ...FIX, due: SECOND });
    expect([words(reported), notified]).toEqual([['COMPLIANT nothing-to-do'], []]);
    expect(leaseNow()).toMatchObject({ holder: `sweep ${FIRST}` });
  });

  test('is reported once, and its lease released, by the sweep that finds its repair', async () => {
    const { run, notified, leaseNow } = blankedAccount({
      memories: leftBy('gone', { until: '2026-11-20T08:50:00.000Z', recheckRequested: true }),
      facts: () => REPAIRED,
    });
    await run({ ...FIX, due: FIRST });
    expect([words(notified), leaseNow()]).toEqual([['FIXED repaired'], undefined]);
    expect(notified).toMatchObject([{ ...INTENT, findings: withoutEvidence(INTENT.findings) }]);
    await run({ ...FIX, due: SECOND });
    expect(words(notified)).toEqual(['FIXED repaired']);
  });
});

test('a trail that others keep changing is left to the retry while the sweep has time to end', async () => {
  const MINUTES = 60_000;
  const { run, clock, ledger } = blankedAccount({
    facts: () => blankedFacts(),
    remainingMs: (elapsed) => 9 * MINUTES - elapsed,
  });
  const { acquire, release } = ledger;
  Object.assign(ledger, {
    release: async (...asked: Parameters<typeof release>) => {
      await clock.sleep(MINUTES);
      const intent = { trigger: triggerWith({}), findings: [] };
      const other = { holder: 'another', until: '2026-11-20T09:15:00.000Z', recheckRequested: false, intent };
      await acquire(AUDIT.id.arn, other, new Date(clock.now()).toISOString(), {});
      return release(...asked);
    },
  });
  await expect(run({ ...FIX, due: FIRST })).rejects.toThrow(`Others keep changing the trail ${ID.arn}`);
  expect(clock.now() - START).toBeLessThan(9 * MINUTES);
});
