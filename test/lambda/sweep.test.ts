import { describe, expect, test } from '@jest/globals';
import type { TrailStatus } from '../../lambda/core/facts.ts';
import { NO_MEMORY } from '../../lambda/core/ledger.ts';
import type { AwsError } from '../../lambda/core/outcome-record.ts';
import { READS_PER_SECOND, TIME_FOR_A_GLANCE_MS, TIME_FOR_A_REPAIR_MS } from '../../lambda/sweep-region.ts';
import { blankedFacts, factsWith, PERFECT_FACTS, read, unread } from '../support/perfect-trail.ts';
import { sweptAccount, trailIn } from './swept-account.ts';

const REGIONS = Array.from({ length: 17 }, (_, index) => `eu-west-${index + 1}`);
const everywhere = (count: number) =>
  Object.fromEntries(
    REGIONS.map((region) => [
      region,
      Array.from({ length: count }, (_, index) => trailIn(region, `trail-${index}`, { hasCustomEventSelectors: true })),
    ]),
  );
const MULTI = { isMultiRegion: true };
const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'not authorized' };
const CLOSED: AwsError = { ...DENIED, message: 'not authorized with an explicit deny in a service control policy' };
const ARN = (region: string) => `arn:aws:cloudtrail:${region}:111122223333:trail/*`;

describe('each trail is judged once, in its home region', () => {
  test('a healthy one costs a glance and ends COMPLIANT', async () => {
    const { run, reported, count } = sweptAccount({ 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] });
    await run();
    expect(reported).toMatchObject([
      { outcome: 'COMPLIANT', trigger: { kind: 'sweep', time: '2026-11-20T09:00:05.000Z' } },
    ]);
    expect([count('glance'), count('observe')]).toEqual([1, 0]);
  });

  test('a replica elsewhere is not looked at again', async () => {
    const audit = trailIn('us-east-1', 'audit', MULTI);
    const { run, reported, count } = sweptAccount({ 'us-east-1': [audit], 'eu-west-1': [audit], 'eu-west-2': [audit] });
    const { trails, regions } = await run();
    expect([count('list'), count('glance'), reported.length, trails, regions]).toEqual([3, 1, 1, 1, 3]);
  });

  test('one that does not deliver is observed in full and goes the way of every repair', async () => {
    const { run, reported, count } = sweptAccount(
      { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] },
      { facts: () => blankedFacts() },
    );
    await run();
    expect(reported).toMatchObject([{ outcome: 'WOULD_FIX', trigger: { kind: 'sweep' } }]);
    expect([count('glance'), count('observe')]).toEqual([1, 1]);
  });

  test('one that is out of scope is not observed further', async () => {
    const tags = { read: true, value: { 'trailmend:exclude': 'true' } } as const;
    const { run, reported, count } = sweptAccount(
      { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] },
      { facts: () => ({ ...blankedFacts(), tags }) },
    );
    await run();
    expect(reported).toMatchObject([{ outcome: 'SKIPPED', reason: 'excluded-by-tag' }]);
    expect(count('observe')).toBe(0);
  });
});

describe("an organization's trail in a member account", () => {
  const { id: own, trail } = trailIn('us-east-1', 'org', { isMultiRegion: true, isOrganizationTrail: true });
  const id = { ...own, account: '999988887777', arn: own.arn.replace(own.account, '999988887777') };
  const orgTrail = { id, trail };

  test('is one outcome, wherever it is seen, and no call', async () => {
    const { run, reported, count } = sweptAccount({ 'us-east-1': [orgTrail], 'eu-west-1': [orgTrail] });
    await run();
    expect(reported).toMatchObject([{ outcome: 'SKIPPED', reason: 'organization-member', trailArn: id.arn }]);
    expect(count('glance')).toBe(0);
  });
});

describe('the pace', () => {
  test("the reads of a region stay under CloudTrail's rate", async () => {
    const { run, calls } = sweptAccount(everywhere(5));
    await run();
    for (const region of REGIONS) {
      const reads = calls
        .filter((one) => one.region === region)
        .flatMap(({ at, call }) => (call === 'list' ? [at] : [at, at, at]))
        .toSorted((left, right) => left - right);
      const mostInASecond = Math.max(
        ...reads.map((at) => reads.filter((other) => other >= at && other < at + 1_000).length),
      );
      expect(reads).toHaveLength(16);
      expect(mostInASecond).toBeLessThanOrEqual(10);
      // And no slower than that: a sweep must not waste the time it has.
      expect(mostInASecond).toBeGreaterThanOrEqual(READS_PER_SECOND - 2);
    }
  });

  test('repairs of one region come one after the other, those of two beside each other', async () => {
    const trails = {
      'us-east-1': [trailIn('us-east-1', 'one'), trailIn('us-east-1', 'two')],
      'eu-west-1': [trailIn('eu-west-1', 'three', MULTI)],
    };
    const { run, calls } = sweptAccount(trails, { facts: () => blankedFacts() });
    await run();
    const looks = calls.filter(({ call }) => call === 'observe');
    const reports = calls.filter(({ call }) => call === 'report');
    const at = (name: string) => looks.find(({ what }) => what === name)?.at ?? Number.NaN;
    const done = (name: string) => reports.find(({ what }) => what.endsWith(name))?.at ?? Number.NaN;
    expect(at('two')).toBeGreaterThanOrEqual(done('one'));
    expect(at('three')).toBeLessThan(done('two'));
  });
});

describe('a region', () => {
  const trails = {
    'us-east-1': [trailIn('us-east-1', 'audit', MULTI)],
    'eu-west-1': [trailIn('eu-west-1')],
    'eu-west-2': [],
  };
  const failing = (error: AwsError) => ({
    listTrails: (region: string) => (region === 'eu-west-1' ? error : undefined),
  });

  test('that cannot be read is reported, and stops no other', async () => {
    const { run, reported } = sweptAccount(trails, failing(DENIED));
    expect(await run()).toMatchObject({ unread: ['eu-west-1'], closed: [] });
    expect(reported).toMatchObject([
      { trailArn: ARN('eu-west-1'), outcome: 'FAILED', reason: 'unread-fact', stage: 'observe' },
      { outcome: 'COMPLIANT' },
    ]);
    expect(reported[0]?.detail).toBe('DescribeTrails answered AccessDeniedException: not authorized');
  });

  test('that a service control policy closes is no failure', async () => {
    const { run, reported } = sweptAccount(trails, failing(CLOSED));
    expect(await run()).toMatchObject({ unread: [], closed: ['eu-west-1'] });
    expect(reported[0]).toMatchObject({ trailArn: ARN('eu-west-1'), outcome: 'SKIPPED', reason: 'region-closed' });
  });

  test('in which something of ours breaks stops no other, and that comes through at the end', async () => {
    const mistake = new Error('a mistake');
    const { run, reported } = sweptAccount(trails, {
      facts: ({ region }) => {
        if (region === 'eu-west-1') throw mistake;
        return PERFECT_FACTS;
      },
    });
    await expect(run()).rejects.toBe(mistake);
    expect(reported.map(({ outcome }) => outcome)).toEqual(['COMPLIANT']);
  });

  test.each(['nothing', 'everything'])('is counted in the log of a sweep in which %s went wrong', async (what) => {
    const wrong = what === 'everything';
    const { run, logged } = sweptAccount(trails, {
      report: ({ trailArn }) => {
        if (wrong) throw new Error(`lost ${trailArn.split(':')[3]}`);
      },
    });
    await Promise.allSettled([run()]);
    expect(logged.filter(([message]) => message === 'sweep')).toMatchObject([
      ['sweep', { regions: 3, trails: 2, failures: wrong ? ['Error: lost us-east-1', 'Error: lost eu-west-1'] : [] }],
    ]);
  });

  test('whose message is lost keeps no other from being told; the loss comes through at the end', async () => {
    const lost = new Error('Publish answered Throttled');
    const { run, reported } = sweptAccount(trails, {
      ...failing(DENIED),
      report: ({ outcome }) => {
        if (outcome === 'FAILED') throw lost;
      },
    });
    await expect(run()).rejects.toBe(lost);
    expect(reported.map(({ outcome }) => outcome)).toEqual(['COMPLIANT']);
  });
});

describe('the regions', () => {
  const trails = { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)], 'eu-west-1': [] };

  test('are those that are named, without asking', async () => {
    const { run, calls, count } = sweptAccount(trails);
    await run({ regions: ['eu-west-1'] });
    expect(count('regions')).toBe(0);
    expect(calls.filter(({ call }) => call === 'list').map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  test('that cannot be learned are reported, and our own are swept', async () => {
    const { run, reported } = sweptAccount(trails, { enabledRegions: { ...DENIED, operation: 'DescribeRegions' } });
    expect(await run()).toMatchObject({ regions: 1, trails: 1 });
    expect(reported).toMatchObject([
      { trailArn: ARN('*'), outcome: 'FAILED', reason: 'unread-fact' },
      { outcome: 'COMPLIANT' },
    ]);
  });
});

describe('the account', () => {
  const wide = ({ trailArn }: { trailArn: string }) => trailArn === ARN('*');

  test('without any trail is told of as such', async () => {
    const { run, reported } = sweptAccount({ 'us-east-1': [], 'eu-west-1': [] });
    await run();
    expect(reported).toMatchObject([
      {
        trailArn: ARN('*'),
        outcome: 'BLOCKED',
        reason: 'not-covered',
        findings: [{ rule: 'no-trail' }, { rule: 'no-multi-region-trail' }],
        plan: { steps: [] },
      },
    ]);
  });

  test('with a trail for one region only lacks the multi-region one', async () => {
    const { run, reported } = sweptAccount({ 'us-east-1': [trailIn('us-east-1')], 'eu-west-1': [] });
    await run();
    expect(reported.find(wide)?.findings.map(({ rule }) => rule)).toEqual(['no-multi-region-trail']);
  });

  test('is not judged by a region that could not be read', async () => {
    const listTrails = (region: string) => (region === 'eu-west-1' ? DENIED : undefined);
    const { run, reported } = sweptAccount({ 'us-east-1': [], 'eu-west-1': [] }, { listTrails });
    await run();
    expect(reported.map(({ trailArn }) => trailArn)).toEqual([ARN('eu-west-1')]);
  });

  test('is not judged by a sweep of some regions', async () => {
    const { run, reported } = sweptAccount({ 'us-east-1': [] });
    await run({ regions: ['us-east-1'], onceOnly: true });
    expect(reported).toEqual([]);
  });
});

describe('when time runs out', () => {
  const trails = {
    'us-east-1': ['one', 'two', 'three'].map((name) => trailIn('us-east-1', name, MULTI)),
    'eu-west-1': [trailIn('eu-west-1', 'four')],
  };
  const arn = (region: string, name: string) => trailIn(region, name).id.arn;

  test('what is left is kept, and nothing that could not end is begun', async () => {
    // After the second look of us-east-1.
    const { run, reported, count } = sweptAccount(trails, {
      remainingMs: (elapsed) => TIME_FOR_A_GLANCE_MS + 600 - elapsed,
    });
    const { left } = await run();
    expect(left).toEqual({ regions: [], trails: [arn('us-east-1', 'three')] });
    expect([count('glance'), reported.length]).toEqual([3, 3]);
  });

  test('a repair is not begun that could not end', async () => {
    const { run, reported, kept } = sweptAccount(trails, {
      facts: ({ name }) => (name === 'two' ? blankedFacts() : PERFECT_FACTS),
      remainingMs: () => TIME_FOR_A_REPAIR_MS - 1,
    });
    const { left } = await run();
    expect(left).toEqual({ regions: [], trails: [arn('us-east-1', 'two')] });
    expect(reported.map(({ outcome }) => outcome)).toEqual(['COMPLIANT', 'COMPLIANT', 'COMPLIANT']);
    expect(await kept()).toBe(JSON.stringify([arn('us-east-1', 'two')]));
  });

  test('a region that was not reached is left as a whole', async () => {
    const { run, count } = sweptAccount(trails, { remainingMs: () => 0 });
    expect((await run()).left).toEqual({ regions: ['us-east-1', 'eu-west-1'], trails: [] });
    expect(count('list')).toBe(0);
  });

  test('the next sweep begins there, and forgets it when all is done', async () => {
    const { run, calls, kept } = sweptAccount(trails, { left: ['eu-west-1', arn('us-east-1', 'three')] });
    await run();
    expect(
      calls
        .filter(({ call }) => call === 'glance' && calls)
        .map(({ what }) => what)
        .filter((name) => name !== 'four'),
    ).toEqual(['three', 'one', 'two']);
    expect(await kept()).toBe('nothing');
  });

  test('a sweep of some regions leaves what is kept as it is', async () => {
    const { run, kept } = sweptAccount(trails, { left: ['eu-west-1'] });
    await run({ regions: ['us-east-1'], onceOnly: true });
    expect(await kept()).toBe('["eu-west-1"]');
  });
});

describe("trailmend's own rules", () => {
  const trails = { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] };
  const ownRegions = ['us-east-1', 'eu-west-1'];

  test('that are in order are not told of', async () => {
    const { run, reported, calls } = sweptAccount(trails);
    await run({ ownRegions });
    expect(calls.filter(({ call }) => call === 'rule').map(({ region }) => region)).toEqual(ownRegions);
    expect(reported.map(({ outcome }) => outcome)).toEqual(['COMPLIANT']);
  });

  test.each(['rule-missing', 'rule-disabled', 'rule-changed', 'rule-without-target'] as const)(
    '%s: is told for its region',
    async (value) => {
      const { run, reported } = sweptAccount(trails, {
        listening: (region) => read(region === 'eu-west-1' ? value : 'yes'),
      });
      await run({ ownRegions });
      expect(reported.slice(1)).toMatchObject([
        {
          trailArn: ARN('eu-west-1'),
          outcome: 'BLOCKED',
          reason: 'not-listening',
          detail: expect.stringContaining('in eu-west-1'),
        },
      ]);
    },
  );

  test('that could not be read are not taken for in order', async () => {
    const { run, reported } = sweptAccount(trails, { listening: () => unread('DescribeRule answered Throttling') });
    await run({ ownRegions: ['us-east-1'] });
    expect(reported.at(-1)).toMatchObject({ outcome: 'FAILED', reason: 'not-listening', stage: 'observe' });
  });

  test('are not looked at by a sweep of some regions', async () => {
    const { run, count } = sweptAccount(trails);
    await run({ ownRegions, regions: ['us-east-1'], onceOnly: true });
    expect(count('rule')).toBe(0);
  });
});

describe('the proof of a repair', () => {
  const audit = trailIn('us-east-1', 'audit', MULTI);
  const { logGroupArn, roleArn } = audit.trail;
  const awaitingProof = { since: '2026-11-20T08:00:00.000Z', target: { logGroupArn, roleArn } };
  const memories = { [audit.id.arn]: { ...NO_MEMORY, awaitingProof } };
  const delivering = (latestLogsDelivery: string | undefined, more: Partial<TrailStatus> = {}) => ({
    memories,
    facts: () =>
      factsWith({ status: read({ isLogging: true, ...(latestLogsDelivery && { latestLogsDelivery }), ...more }) }),
  });
  const ended = async (answers: Parameters<typeof sweptAccount>[1]) => {
    const account = sweptAccount({ 'us-east-1': [audit] }, answers);
    await account.run();
    const waits = account.ledger.memories.get(audit.id.arn)?.awaitingProof;
    return { ...account, record: account.reported[0], waits };
  };

  test('is that AWS delivers, which is looked for until it does', async () => {
    const { record, waits, count } = await ended(delivering('2026-11-20T08:04:00.000Z'));
    expect(record).toMatchObject({ outcome: 'VERIFIED', reason: 'delivered' });
    expect([waits, count('observe')]).toEqual([undefined, 0]);
  });

  test('is missing for a quiet trail, which stays FIXED', async () => {
    const { record, waits } = await ended(delivering(undefined));
    expect(record).toMatchObject({ outcome: 'FIXED', reason: 'awaiting-delivery' });
    expect(waits).toEqual(awaitingProof);
  });

  test('is missing for good when only the bucket gets events: that is told, and nothing is written again', async () => {
    const { record, waits, count } = await ended(delivering(undefined, { latestDelivery: '2026-11-20T08:40:00.000Z' }));
    expect(record).toMatchObject({ outcome: 'FAILED', stage: 'delivery', reason: 'not-delivered' });
    expect([waits, count('observe')]).toEqual([awaitingProof, 0]);
  });

  test('does not matter for a trail that is broken otherwise: it is repaired', async () => {
    const { count, waits } = await ended({ memories, facts: () => blankedFacts() });
    expect(count('observe')).toBe(1);
    expect(waits).toBeUndefined();
  });
});

describe('the ledger', () => {
  const audit = trailIn('us-east-1', 'audit', MULTI);

  test('learns of a healthy trail where it delivers and that it records, once', async () => {
    const { run, ledger } = sweptAccount({ 'us-east-1': [audit] });
    await run();
    const learnt = ledger.memories.get(audit.id.arn);
    expect(learnt).toMatchObject({
      seenLogging: expect.any(String),
      lastKnownGood: { logGroupArn: audit.trail.logGroupArn, roleArn: audit.trail.roleArn },
      last: { outcome: 'COMPLIANT' },
    });
    await run();
    expect(ledger.memories.get(audit.id.arn)).toEqual(learnt);
  });

  test('that fails costs the sweep its memory, and no look', async () => {
    const { run, reported, ledger } = sweptAccount({ 'us-east-1': [audit] }, { left: ['eu-west-1'] });
    ledger.failing = { operation: 'GetItem', code: 'InternalServerError', message: 'later' };
    expect(await run()).toMatchObject({ trails: 1, left: { regions: [], trails: [] } });
    expect(reported).toMatchObject([{ outcome: 'COMPLIANT', ledgerError: 'later' }]);
  });

  test.each(['no list', '{}', '[1]'])('whose cursor is %j begins the sweep anywhere', async (next) => {
    const { run, ledger, count } = sweptAccount({ 'us-east-1': [audit] });
    await ledger.rememberCursor({ next, since: 'then' });
    await run();
    expect(count('glance')).toBe(1);
  });
});

test('regions that were left come first, before those of which a trail was left', async () => {
  const trails = Object.fromEntries(
    [...REGIONS, 'us-east-1', 'us-west-1', 'us-west-2', 'sa-east-1'].map((region) => [region, []]),
  );
  const { run, calls } = sweptAccount(trails, {
    left: ['sa-east-1', ...REGIONS.map((region) => trailIn(region).id.arn)],
  });
  await run();
  expect(calls.find(({ call }) => call === 'list')?.region).toBe('sa-east-1');
});
