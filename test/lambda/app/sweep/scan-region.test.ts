import { describe, expect, test } from '@jest/globals';
import { QUICK_CHECK_MS, type ScanContext } from '../../../../lambda/app/sweep/quick-checks.ts';
import { READS_PER_SECOND, REPAIR_MS, scanRegion } from '../../../../lambda/app/sweep/scan-region.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { ListedTrail } from '../../../../lambda/core/model/region-scan.ts';
import {
  blankedFacts,
  factsWith,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  SETTINGS,
  settingsWith,
  triggerWith,
} from '../../../support/perfect-trail.ts';
import { type Differences, START, sweptAccount, trailIn, words } from './swept-account.ts';

const REGION = 'us-east-1';
const ONE = trailIn(REGION, 'one');
const TWO = trailIn(REGION, 'two');
const THREE = trailIn(REGION, 'three');
const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'no' };

/** A Region with these trails, in dry-run. */
function regionWith(trails: readonly ListedTrail[], differences: Differences = {}) {
  const account = sweptAccount({ [REGION]: trails }, differences);
  const context: ScanContext = {
    trigger: { kind: 'sweep', time: NOW },
    settings: settingsWith({ mode: 'dry-run' }),
    settleSeconds: 20,
  };
  return {
    ...account,
    scan: (changes: Partial<ScanContext> = {}) => scanRegion(REGION, { ...context, ...changes }, account.ports),
    namesOf: (call: string) => account.calls.filter((one) => one.call === call).map(({ what }) => what),
  };
}

describe('the trails of a Region', () => {
  test('are checked, and only those that need a repair are observed again', async () => {
    const { scan, namesOf } = regionWith([ONE, TWO], {
      facts: ({ name }) => (name === 'one' ? blankedFacts() : PERFECT_FACTS),
    });
    const { records } = await scan();
    expect(words(records).toSorted()).toEqual(['COMPLIANT nothing-to-do', 'WOULD_FIX dry-run']);
    expect([namesOf('check'), namesOf('observe')]).toEqual([['one', 'two'], ['one']]);
  });

  test('are those whose home it is and which the account owns', async () => {
    const replica = trailIn('eu-west-1', 'replica');
    const member = trailIn(REGION, 'member');
    const ofOther = { ...member, id: { ...member.id, account: '444455556666' } };
    const { scan, namesOf } = regionWith([replica, ofOther, ONE]);
    expect((await scan()).scan).toMatchObject({ status: 'listed', trails: [replica, ofOther, ONE] });
    expect(namesOf('check')).toEqual(['one']);
  });

  test('are those that the context includes', async () => {
    const { scan, namesOf } = regionWith([ONE, trailIn(REGION, 'two', { logGroupArn: 'another' })]);
    await scan({ includes: ({ trail }) => trail.logGroupArn === 'another' });
    expect(namesOf('check')).toEqual(['two']);
  });

  test('are checked once, although the list names one twice: two runs on a trail would disturb each other', async () => {
    const { scan, namesOf } = regionWith([ONE, TWO, ONE]);
    await scan();
    expect(namesOf('check').toSorted()).toEqual(['one', 'two']);
  });

  test('are repaired side by side', async () => {
    const { scan, calls } = regionWith([ONE, TWO, THREE], { facts: () => blankedFacts() });
    await scan({ settings: SETTINGS });
    const at = (position: number) => calls.filter(({ call }) => call === 'observe')[position]?.at ?? Number.NaN;
    const firstEnd = calls.find(({ call }) => call === 'outcome')?.at ?? Number.NaN;
    expect(at(2)).toBeLessThan(firstEnd);
  });

  test('are checked in a random order', async () => {
    const numbers = [0.5, 0.9, 0.1];
    const { scan, namesOf } = regionWith([ONE, TWO, THREE], { random: () => numbers.shift() ?? 0 });
    await scan();
    expect(namesOf('check')).toEqual(['three', 'one', 'two']);
  });

  test('that cannot be listed are reported by the scan', async () => {
    const { scan, count } = regionWith([ONE], { listTrails: () => DENIED });
    expect(await scan()).toEqual({
      scan: { region: REGION, status: 'unread', error: DENIED },
      records: [],
      postponed: [],
      errors: [],
    });
    expect(count('check')).toBe(0);
  });

  test('do not wait for one whose run failed', async () => {
    const error = { operation: 'Publish', code: 'ThrottledException', message: 'later' };
    const { scan } = regionWith([ONE, TWO], {
      facts: () => blankedFacts(),
      notify: ({ trailArn }) => (trailArn === ONE.id.arn ? error : undefined),
    });
    const { records, errors } = await scan();
    expect(records.map(({ trailArn }) => trailArn)).toEqual([TWO.id.arn]);
    expect(errors.map(String)).toEqual([expect.stringContaining('Publish returned ThrottledException: later')]);
  });
});

describe('a scan without enough time', () => {
  test('for a check postpones the Region', async () => {
    const { scan, count } = regionWith([ONE], { remainingMs: () => QUICK_CHECK_MS - 1 });
    expect(await scan()).toEqual({
      scan: { region: REGION, status: 'postponed' },
      records: [],
      postponed: [],
      errors: [],
    });
    expect(count('list')).toBe(0);
  });

  test('for all checks postpones the trails that it did not check', async () => {
    // The first check begins after one read, the second after two more.
    const secondCheckMs = (3 * 1000) / READS_PER_SECOND;
    const { scan, namesOf } = regionWith([ONE, TWO, THREE], {
      remainingMs: (elapsed) => QUICK_CHECK_MS + secondCheckMs - 1 - elapsed,
    });
    const { records, postponed } = await scan();
    expect([namesOf('check'), words(records)]).toEqual([['one'], ['COMPLIANT nothing-to-do']]);
    expect(postponed).toEqual([TWO.id.arn, THREE.id.arn]);
  });

  test('for a repair postpones the trails that need one, and ends the runs of all others', async () => {
    const { scan, namesOf } = regionWith([ONE, TWO], {
      facts: ({ name }) => (name === 'one' ? blankedFacts() : PERFECT_FACTS),
      remainingMs: () => REPAIR_MS - 1,
    });
    const { records, postponed } = await scan();
    expect([words(records), postponed]).toEqual([['COMPLIANT nothing-to-do'], [ONE.id.arn]]);
    expect(namesOf('observe')).toEqual([]);
  });
});

describe('a scan after DeleteLogGroup', () => {
  const logGroupArn = PERFECT_TRAIL.logGroupArn;
  const trigger = triggerWith({ eventName: 'DeleteLogGroup', logGroupArn });
  const afterwards = factsWith({ currentGroup: read('missing') });

  test('waits until the deletion is visible', async () => {
    const account: ReturnType<typeof regionWith> = regionWith([ONE], {
      facts: () => (account.clock.now() - START < 2_000 ? PERFECT_FACTS : afterwards),
    });
    const { records } = await account.scan({ trigger });
    expect(records).toMatchObject([{ outcome: 'WOULD_FIX', trigger: { eventName: 'DeleteLogGroup' } }]);
    expect(account.count('observe')).toBeGreaterThan(1);
  });

  test('that another caller has undone ends after 15 s', async () => {
    const { scan, clock } = regionWith([ONE]);
    expect(words((await scan({ trigger })).records)).toEqual(['COMPLIANT nothing-to-do']);
    expect(clock.now() - START).toBeGreaterThan(15_000);
  });
});

test('a recheck begins only if it can end in the remaining time', async () => {
  const { scan, ledger, clock } = regionWith([ONE], {
    facts: () => blankedFacts(),
    remainingMs: (elapsed) => REPAIR_MS + 60_000 - elapsed,
  });
  const { release } = ledger;
  Object.assign(ledger, {
    release: async (...asked: Parameters<typeof release>) => {
      await clock.sleep(30_000);
      const released = await release(...asked);
      return released.ok ? { ok: true, value: 'recheck' } : released;
    },
  });
  const { errors } = await scan({ settings: SETTINGS });
  expect(errors.map(String)).toEqual([`RunFailed: Others keep changing the trail ${ONE.id.arn}`]);
  expect(clock.now() - START).toBeLessThan(REPAIR_MS + 60_000);
});
