import { expect, test } from '@jest/globals';
import { readCoverage } from '../../../../lambda/app/sweep/coverage.ts';
import type { ListedTrail, Recording, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import { accountFacts, RECORDING } from '../../../support/account-facts.ts';
import { read } from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';
import { trailIn } from './swept-account.ts';

const STOPPED: Recording = { ...RECORDING, isLogging: read(false) };
const multi = trailIn('us-east-1', 'multi', { isMultiRegion: true });
const other = trailIn('us-east-1', 'other', { isMultiRegion: true });
const single = trailIn('us-east-1', 'single');
const listed = (region: string, ...trails: ListedTrail[]): RegionScan => ({ region, status: 'listed', trails });

/** What is read after these scans, of which the checks read nothing. */
async function readAfter(scans: RegionScan[], recording: Recording, remainingMs = 900_000) {
  const calls: string[] = [];
  const ports = portsWith({
    remainingMs: () => remainingMs,
    observeRecording: async ({ id }, region) => {
      calls.push(`${id.name} in ${region}`);
      return recording;
    },
  });
  const facts = await readCoverage(accountFacts(scans, RECORDING, { recordings: new Map() }), ports);
  return { calls, recordings: [...facts.recordings.keys()] };
}

test('nothing is read of an account that the checks know to be covered', async () => {
  const facts = accountFacts([listed('us-east-1', multi)]);
  expect(await readCoverage(facts, portsWith({}))).toEqual(facts);
});

test('it reads multi-Region trails first, and ends with the first that covers the account', async () => {
  const { calls, recordings } = await readAfter([listed('us-east-1', single, multi, other)], RECORDING);
  expect(calls).toEqual(['multi in us-east-1']);
  expect(recordings).toEqual([multi.id.arn]);
});

test('it reads on while no trail covers the account, and each trail once, where its home is', async () => {
  const scans = [
    listed('eu-west-1', multi, other),
    listed('us-east-1', single, multi, other),
    listed('us-west-2', multi),
  ];
  expect((await readAfter(scans, STOPPED)).calls).toEqual([
    'multi in us-east-1',
    'other in us-east-1',
    'single in us-east-1',
  ]);
});

test('it reads a replica in a Region that lists it', async () => {
  expect((await readAfter([listed('eu-west-1', multi)], RECORDING)).calls).toEqual(['multi in eu-west-1']);
});

test('a single-Region trail is read only while nothing is known to record the account', async () => {
  const scans = [listed('us-east-1', single, trailIn('us-east-1', 'second'))];
  expect((await readAfter(scans, RECORDING)).calls).toEqual(['single in us-east-1']);
});

test('it reads nothing without time', async () => {
  expect((await readAfter([listed('us-east-1', multi)], RECORDING, 39_999)).calls).toEqual([]);
});
