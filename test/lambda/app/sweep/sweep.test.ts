import { describe, expect, test } from '@jest/globals';
import { RunFailed } from '../../../../lambda/app/errors.ts';
import { READS_PER_SECOND } from '../../../../lambda/app/sweep/scan-region.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { ListedTrail } from '../../../../lambda/core/model/region-scan.ts';
import { blankedFacts, NOW, PERFECT_FACTS, read } from '../../../support/perfect-trail.ts';
import { sweptAccount, trailIn, words } from './swept-account.ts';

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
const THROTTLED: AwsError = { operation: 'Publish', code: 'ThrottledException', message: 'later' };

test('a trail that is out of scope is checked and not observed again', async () => {
  const { run, reported, count } = sweptAccount(
    { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)] },
    { facts: () => blankedFacts({ tags: read({ 'trailmend:exclude': 'true' }) }) },
  );
  await run();
  expect(reported).toMatchObject([{ outcome: 'SKIPPED', reason: 'excluded-by-tag' }]);
  expect([count('check'), count('observe')]).toEqual([1, 0]);
});

describe('the rate of calls', () => {
  test("the reads of a Region stay under CloudTrail's rate", async () => {
    const { run, calls } = sweptAccount(everywhere(5));
    await run();
    for (const region of REGIONS) {
      const reads = calls
        .filter((one) => one.region === region && (one.call === 'list' || one.call === 'check'))
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

  test('a Region repairs its trails one after the other; two Regions repair at the same time', async () => {
    const trails = {
      'us-east-1': [trailIn('us-east-1', 'one'), trailIn('us-east-1', 'two')],
      'eu-west-1': [trailIn('eu-west-1', 'three', MULTI)],
    };
    const { run, calls } = sweptAccount(trails, { facts: () => blankedFacts() });
    await run();
    const beginOf = (name: string) =>
      calls.find(({ call, what }) => call === 'observe' && what === name)?.at ?? Number.NaN;
    const endOf = (name: string) =>
      calls.find(({ call, what }) => call === 'outcome' && what.endsWith(name))?.at ?? Number.NaN;
    expect(beginOf('two')).toBeGreaterThanOrEqual(endOf('one'));
    expect(beginOf('three')).toBeLessThan(endOf('two'));
  });
});

describe('the order', () => {
  const trails: Readonly<Record<string, readonly ListedTrail[]>> = {
    'us-east-1': ['one', 'two', 'three'].map((name) => trailIn('us-east-1', name)),
    'eu-west-1': [trailIn('eu-west-1')],
    'eu-west-2': [],
  };

  test('of Regions and of trails is random, so that a sweep without enough time does not miss the same ones', async () => {
    const numbers = [0.9, 0.5, 0.1];
    let draws = 0;
    const random = () => numbers[draws++ % numbers.length] ?? 0;
    const { run, calls } = sweptAccount(trails, { random });
    await run();
    expect(calls.filter(({ call }) => call === 'list').map(({ region }) => region)).toEqual([
      'eu-west-2',
      'eu-west-1',
      'us-east-1',
    ]);
    const checked = calls.filter(({ call, region }) => call === 'check' && region === 'us-east-1');
    expect(checked.map(({ what }) => what).toSorted()).toEqual(['one', 'three', 'two']);
    expect(checked.map(({ what }) => what)).not.toEqual(['one', 'two', 'three']);
  });

  test('does not depend on what an earlier sweep had no time for: that is logged', async () => {
    const account = sweptAccount(trails, { remainingMs: () => 39_999 });
    expect(await account.run()).toEqual([]);
    expect(account.summaries()).toMatchObject([
      { regions: 3, trails: 0, postponed: { regions: ['us-east-1', 'eu-west-1', 'eu-west-2'], trails: [] } },
    ]);
    expect(account.count('list')).toBe(0);
    expect([...account.ledger.memories.keys()]).toEqual([]);
  });
});

describe('a Region', () => {
  const trails = {
    'us-east-1': [trailIn('us-east-1', 'audit', MULTI)],
    'eu-west-1': [trailIn('eu-west-1')],
    'eu-west-2': [],
  };

  test('is counted in the log line by how the sweep found it', async () => {
    const { run, summaries } = sweptAccount(trails, {
      listTrails: (region) => ({ 'eu-west-1': DENIED, 'eu-west-2': CLOSED })[region],
    });
    await run();
    expect(summaries()).toMatchObject([
      { regions: 3, trails: 1, unread: ['eu-west-1'], closed: ['eu-west-2'], postponed: { regions: [], trails: [] } },
    ]);
  });

  test('that an operator requested is not counted as a full sweep by the alarm on stopped sweeps', async () => {
    const { run, summaries } = sweptAccount(trails);
    await run();
    await run({ regions: ['eu-west-2'], isRequested: true });
    expect(summaries()).toMatchObject([{ scope: 'full' }, { scope: 'requested' }]);
  });

  test('in which the code makes a mistake stops no other Region; the sweep throws the mistake at its end', async () => {
    const mistake = new Error('a mistake');
    const { run, reported, summaries } = sweptAccount(trails, {
      facts: ({ region }) => {
        if (region === 'eu-west-1') throw mistake;
        return PERFECT_FACTS;
      },
    });
    await expect(run()).rejects.toBe(mistake);
    expect(words(reported)).toEqual(['COMPLIANT nothing-to-do']);
    expect(summaries()).toMatchObject([{ postponed: { regions: ['eu-west-1'] }, failures: ['Error: a mistake'] }]);
  });

  test.each(['nothing', 'everything'])('is counted in the log of a sweep in which %s failed', async (what) => {
    const { run, summaries } = sweptAccount(trails, {
      facts: () => blankedFacts(),
      notify: () => (what === 'everything' ? THROTTLED : undefined),
    });
    await Promise.allSettled([run()]);
    const failure = 'RunFailed: The notification run was not published: Publish returned ThrottledException: later';
    expect(summaries()).toMatchObject([
      { regions: 3, trails: 2, failures: what === 'everything' ? [failure, failure] : [] },
    ]);
  });

  test('whose recovery could not be published has its issue open for the next sweep', async () => {
    const issues = {
      'region eu-west-1': { outcome: 'FAILED', reason: 'unread-fact', time: NOW, rules: [] },
    } as const;
    const { run, ledger } = sweptAccount(trails, {
      issues,
      notify: ({ subject }) => (subject.kind === 'region' ? THROTTLED : undefined),
    });
    await expect(run()).rejects.toThrow('ThrottledException');
    expect(ledger.issues()).toEqual(issues);
  });

  test('whose notification was not published keeps no other from being reported; the sweep throws that at its end', async () => {
    const { run, reported, ledger } = sweptAccount(trails, {
      listTrails: (region) => (region === 'eu-west-1' ? DENIED : undefined),
      notify: ({ outcome }) => (outcome === 'FAILED' ? THROTTLED : undefined),
    });
    await expect(run()).rejects.toBeInstanceOf(RunFailed);
    expect(words(reported)).toEqual(['COMPLIANT nothing-to-do', 'FAILED unread-fact']);
    expect(ledger.issues()).toEqual({});
  });
});

describe('the Regions of a sweep', () => {
  const trails = { 'us-east-1': [trailIn('us-east-1', 'audit', MULTI)], 'eu-west-1': [] };

  test('are those that the task names; the sweep does not list the Regions of the account', async () => {
    const { run, calls, count } = sweptAccount(trails);
    await run({ regions: ['eu-west-1'] });
    expect(count('regions')).toBe(0);
    expect(calls.filter(({ call }) => call === 'list').map(({ region }) => region)).toEqual(['eu-west-1']);
  });

  test("are those of trailmend's stacks where the Regions of the account cannot be listed", async () => {
    const { run, calls, notified } = sweptAccount(trails, {
      regionsError: { ...DENIED, operation: 'DescribeRegions' },
    });
    await run({ ownRegions: ['us-east-1'] });
    expect(calls.filter(({ call }) => call === 'list').map(({ region }) => region)).toEqual(['us-east-1']);
    expect(notified).toMatchObject([{ outcome: 'FAILED', subject: { kind: 'account' } }]);
  });
});

describe('the ledger', () => {
  const audit = trailIn('us-east-1', 'audit', MULTI);

  test('learns where a healthy trail delivers and that it records, once', async () => {
    const { run, ledger } = sweptAccount({ 'us-east-1': [audit] });
    await run();
    const memory = ledger.memories.get(audit.id.arn);
    expect(memory).toMatchObject({
      seenLogging: expect.any(String),
      acceptedTarget: { logGroupArn: audit.trail.logGroupArn, roleArn: audit.trail.roleArn },
      last: { outcome: 'COMPLIANT' },
    });
    await run();
    expect(ledger.memories.get(audit.id.arn)).toEqual(memory);
  });

  test('that does not answer costs the sweep its memory, and no check', async () => {
    const { run, reported, summaries, ledger } = sweptAccount({ 'us-east-1': [audit] });
    ledger.failing = { operation: 'GetItem', code: 'InternalServerError', message: 'later' };
    await run();
    expect(summaries()).toMatchObject([{ trails: 1, postponed: { regions: [], trails: [] } }]);
    expect(reported).toMatchObject([{ outcome: 'COMPLIANT', ledgerError: 'later' }]);
  });
});
