import { describe, expect, test } from '@jest/globals';
import { compareTrails, isDeletionNotified, isNewTrail } from '../../../../lambda/core/memory/known-trails.ts';
import { NO_MEMORY } from '../../../../lambda/core/model/memory.ts';
import type { ListedTrail, RegionScan } from '../../../../lambda/core/model/region-scan.ts';
import {
  factsWith,
  ID,
  NOW,
  PERFECT_FACTS,
  PERFECT_TRAIL,
  read,
  triggerWith,
  unread,
} from '../../../support/perfect-trail.ts';

const LISTED: ListedTrail = { id: ID, trail: PERFECT_TRAIL };
const BEFORE = '2026-11-01T00:00:00.000Z';
const KNOWN = { [ID.arn]: BEFORE };
const scanOf = (trails: readonly ListedTrail[], region = ID.region): RegionScan => ({
  region,
  status: 'listed',
  trails,
});
const DENIED = { operation: 'DescribeTrails', code: 'AccessDenied', message: 'no' };
const arnsOf = (ids: readonly { readonly arn: string }[]) => ids.map(({ arn }) => arn);

function compared(known: Readonly<Record<string, string>>, ...scans: readonly RegionScan[]) {
  const { appeared, missing } = compareTrails(known, scans, ID.account);
  return { appeared: arnsOf(appeared), missing: arnsOf(missing) };
}

describe('a trail', () => {
  test('appears once its home Region lists it', () => {
    expect(compared({}, scanOf([LISTED]))).toEqual({ appeared: [ID.arn], missing: [] });
    expect(compared(KNOWN, scanOf([LISTED]))).toEqual({ appeared: [], missing: [] });
    expect(compared({}, scanOf([LISTED], 'eu-west-1'))).toEqual({ appeared: [], missing: [] });
  });

  test('is missing once its home Region lists it no more', () => {
    expect(compared(KNOWN, scanOf([]))).toEqual({ appeared: [], missing: [ID.arn] });
    expect(compared(KNOWN, scanOf([LISTED], 'eu-west-1'), scanOf([]))).toMatchObject({ missing: [ID.arn] });
  });

  test.each<readonly [string, RegionScan]>([
    ['unread', { region: ID.region, status: 'unread', error: DENIED }],
    ['closed', { region: ID.region, status: 'closed', error: DENIED }],
    ['postponed', { region: ID.region, status: 'postponed' }],
    ['not scanned', scanOf([], 'eu-west-1')],
  ])('is not missing while its home Region is %s', (_, scan) => {
    expect(compared(KNOWN, scan)).toEqual({ appeared: [], missing: [] });
  });

  test('of another account neither appears nor is missing', () => {
    const arn = ID.arn.replace(ID.account, '999988887777');
    const other = { id: { ...ID, arn, account: '999988887777' }, trail: PERFECT_TRAIL };
    expect(compared({}, scanOf([other]))).toEqual({ appeared: [], missing: [] });
    expect(compared({ [arn]: BEFORE, 'no ARN': BEFORE }, scanOf([]))).toEqual({ appeared: [], missing: [] });
  });

  test('is not added to 500 others', () => {
    const others = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`other ${index}`, BEFORE]));
    expect(compared(others, scanOf([LISTED]))).toMatchObject({ appeared: [] });
  });
});

describe('an event shows a trail that no sweep has seen', () => {
  const CREATE = triggerWith({ eventName: 'CreateTrail' });
  const last = { outcome: 'COMPLIANT', reason: 'nothing-to-do', time: NOW, recordId: 'run' } as const;

  test('in its first run, or when it is created again', () => {
    expect(isNewTrail(PERFECT_FACTS, triggerWith({}), NO_MEMORY, ID.account)).toBe(true);
    expect(isNewTrail(PERFECT_FACTS, triggerWith({}), { ...NO_MEMORY, last }, ID.account)).toBe(false);
    expect(isNewTrail(PERFECT_FACTS, CREATE, { ...NO_MEMORY, last }, ID.account)).toBe(true);
  });

  test('of the account, at home, and not gone', () => {
    expect(isNewTrail(PERFECT_FACTS, { kind: 'sweep', time: NOW }, NO_MEMORY, ID.account)).toBe(false);
    expect(isNewTrail(PERFECT_FACTS, CREATE, NO_MEMORY, '999988887777')).toBe(false);
    expect(isNewTrail(factsWith({ trail: unread('gone') }), CREATE, NO_MEMORY, ID.account)).toBe(false);
    const replica = factsWith({ trail: read({ ...PERFECT_TRAIL, homeRegion: 'eu-west-1' }) });
    expect(isNewTrail(replica, CREATE, NO_MEMORY, ID.account)).toBe(false);
  });
});

test('people were notified of a deletion only since the trail exists', () => {
  const notifiedOf = (reason: 'trail-deleted' | 'scp', time: string) => ({
    ...NO_MEMORY,
    lastNotified: { outcome: 'SKIPPED', reason, time, rules: [] } as const,
  });
  expect(isDeletionNotified(notifiedOf('trail-deleted', NOW), BEFORE)).toBe(true);
  expect(isDeletionNotified(notifiedOf('trail-deleted', BEFORE), BEFORE)).toBe(true);
  expect(isDeletionNotified(notifiedOf('trail-deleted', BEFORE), NOW)).toBe(false);
  expect(isDeletionNotified(notifiedOf('trail-deleted', NOW), 'no time')).toBe(false);
  expect(isDeletionNotified(notifiedOf('scp', NOW), BEFORE)).toBe(false);
  expect(isDeletionNotified(NO_MEMORY, BEFORE)).toBe(false);
});
