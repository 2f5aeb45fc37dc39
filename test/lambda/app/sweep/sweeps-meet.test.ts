import { describe, expect, test } from '@jest/globals';
import type { Lease } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import { logGroupArn } from '../../../../lambda/core/model/trail-id.ts';
import {
  blankedFacts,
  ID,
  ourGroup,
  ourRole,
  repairedFacts,
  SETTINGS,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { type Answers, START, sweptAccount, trailIn } from './swept-account.ts';

const AUDIT = trailIn('us-east-1', 'audit', { isMultiRegion: true });
const TARGET = { logGroupArn: logGroupArn(ID, ourGroup().name), roleArn: ourRole().arn };
const REPAIRED = repairedFacts();
const FIX = { settings: SETTINGS };
const FIRST = '2026-11-20T09:00:00.000Z';
const SECOND = '2026-11-20T09:05:00.000Z';

/** A blanked trail in mode fix, which UpdateTrail repairs. */
function place(answers: Answers = {}) {
  const account = sweptAccount(
    { 'us-east-1': [AUDIT] },
    { facts: () => (updates() > 0 ? REPAIRED : blankedFacts()), ...answers },
  );
  const updates = () => account.calls.filter(({ what }) => what === 'UpdateTrail').length;
  return { ...account, updates };
}

const words = (records: readonly OutcomeRecord[]) => records.map(({ outcome, reason }) => `${outcome} ${reason}`);
const leaseOf = ({ ledger }: Pick<ReturnType<typeof sweptAccount>, 'ledger'>) =>
  ledger.memories.get(AUDIT.id.arn)?.lease;

describe('two sweeps at once', () => {
  test('repair a trail once and tell it once: the one that comes second has the first look again', async () => {
    const { run, updates, messages, reported, ledger } = place();
    await Promise.all([run({ ...FIX, due: FIRST }), run({ ...FIX, due: SECOND })]);
    expect([updates(), words(messages)]).toEqual([1, ['FIXED repaired']]);
    expect(words(reported).toSorted()).toEqual(['COMPLIANT nothing-to-do', 'FIXED repaired', 'SKIPPED another-run']);
    expect(leaseOf({ ledger })).toBeUndefined();
  });
});

describe('a sweep that was killed', () => {
  const left = (holder: string, changes: Partial<Lease> = {}): Answers['memories'] => ({
    [AUDIT.id.arn]: {
      told: {},
      lease: {
        holder,
        until: '2026-11-20T09:10:00.000Z',
        dirty: false,
        begun: { trigger: triggerWith({}), findings: [], steps: [update] },
        ...changes,
      },
    },
  });
  const update = {
    operation: 'UpdateTrail',
    input: { Name: ID.arn, CloudWatchLogsLogGroupArn: TARGET.logGroupArn, CloudWatchLogsRoleArn: TARGET.roleArn },
    needs: [],
    repairs: [],
  } as const;

  test('is taken up at once by its next try', async () => {
    const { run, updates, ledger } = place({ memories: left(`sweep ${FIRST}`) });
    await run({ ...FIX, due: FIRST });
    expect([updates(), leaseOf({ ledger })]).toEqual([1, undefined]);
  });

  test('and not tried again holds the trail until its lease runs out', async () => {
    const { run, updates, reported, ledger } = place({ memories: left(`sweep ${FIRST}`) });
    await run({ ...FIX, due: SECOND });
    expect([updates(), words(reported)]).toEqual([0, ['SKIPPED another-run']]);
    expect(leaseOf({ ledger })).toMatchObject({ dirty: true });
  });

  test('or is about to tell its repair: another sweep leaves that to it, and its lease', async () => {
    const { run, reported, messages, ledger } = place({ memories: left(`sweep ${FIRST}`), facts: () => REPAIRED });
    await run({ ...FIX, due: SECOND });
    expect([words(reported), messages]).toEqual([['COMPLIANT nothing-to-do'], []]);
    expect(leaseOf({ ledger })).toMatchObject({ holder: `sweep ${FIRST}` });
  });

  test('with somebody waiting for it is told once, and its lease given back, by the sweep that finds its work done', async () => {
    const { run, messages, ledger } = place({
      memories: left('gone', { until: '2026-11-20T08:50:00.000Z', dirty: true }),
      facts: () => REPAIRED,
    });
    await run({ ...FIX, due: FIRST });
    expect([words(messages), leaseOf({ ledger })]).toEqual([['FIXED repaired'], undefined]);
    await run({ ...FIX, due: SECOND });
    expect(words(messages)).toEqual(['FIXED repaired']);
  });
});

test('a trail that others keep changing is given up while the sweep has time to end', async () => {
  const MINUTES = 60_000;
  const { run, clock, ledger } = place({
    facts: () => blankedFacts(),
    remainingMs: (elapsed) => 9 * MINUTES - elapsed,
  });
  const { take, release } = ledger;
  Object.assign(ledger, {
    release: async (...asked: Parameters<typeof release>) => {
      await clock.sleep(MINUTES);
      const begun = { trigger: triggerWith({}), findings: [], steps: [] };
      const other = { holder: 'another', until: '2026-11-20T09:15:00.000Z', dirty: false, begun };
      await take(AUDIT.id.arn, other, new Date(clock.now()).toISOString(), {});
      return release(...asked);
    },
  });
  await expect(run({ ...FIX, due: FIRST })).rejects.toThrow('Others keep changing the trail');
  expect(clock.now() - START).toBeLessThan(9 * MINUTES);
});
