import { describe, expect, test } from '@jest/globals';
import { READS_PER_SECOND } from '../../../../lambda/app/sweep/sweep-region.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import { blankedFacts, ID, NOW, PERFECT_FACTS } from '../../../support/perfect-trail.ts';
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

test('a trail that is out of scope is not observed further', async () => {
  const tags = { read: true, value: { 'trailmend:exclude': 'true' } } as const;
  const { run, reported, count } = sweptAccount(
    { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] },
    { facts: () => ({ ...blankedFacts(), tags }) },
  );
  await run();
  expect(reported).toMatchObject([{ outcome: 'SKIPPED', reason: 'excluded-by-tag' }]);
  expect(count('observe')).toBe(0);
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

  test('is counted for the log line by what was seen of it', async () => {
    const { run } = sweptAccount(trails, {
      listTrails: (region) => ({ 'eu-west-1': DENIED, 'eu-west-2': CLOSED })[region],
    });
    expect(await run()).toMatchObject({ regions: 3, trails: 1, unread: ['eu-west-1'], closed: ['eu-west-2'] });
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

  test('that is put right still stands for the next sweep when that could not be told', async () => {
    const stood = `arn:aws:cloudtrail:eu-west-1:${ID.account}:trail/*`;
    const { run, ledger } = sweptAccount(trails, {
      report: ({ trailArn }) => {
        if (trailArn === stood) throw new Error('Publish answered Throttled');
      },
    });
    await ledger.rememberCursor({ next: JSON.stringify([stood]), since: NOW });
    await expect(run()).rejects.toThrow('Throttled');
    expect(await ledger.recallCursor()).toMatchObject({ value: { next: JSON.stringify([stood]) } });
  });

  test('whose message is lost keeps no other from being told; the loss comes through at the end', async () => {
    const lost = new Error('Publish answered Throttled');
    const { run, reported } = sweptAccount(trails, {
      listTrails: (region) => (region === 'eu-west-1' ? DENIED : undefined),
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
});

test("a sweep of some regions that somebody asks for does not look at trailmend's own rules", async () => {
  const { run, count } = sweptAccount({ 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] });
  await run({ regions: ['us-east-1'], onceOnly: true });
  expect(count('rule')).toBe(0);
});

describe('the ledger', () => {
  const audit = trailIn('us-east-1', 'audit', MULTI);

  test('learns of a healthy trail where it delivers and that it records, once', async () => {
    const { run, ledger } = sweptAccount({ 'us-east-1': [audit] });
    await run();
    const memoryChanges = ledger.memories.get(audit.id.arn);
    expect(memoryChanges).toMatchObject({
      seenLogging: expect.any(String),
      acceptedTarget: { logGroupArn: audit.trail.logGroupArn, roleArn: audit.trail.roleArn },
      last: { outcome: 'COMPLIANT' },
    });
    await run();
    expect(ledger.memories.get(audit.id.arn)).toEqual(memoryChanges);
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
