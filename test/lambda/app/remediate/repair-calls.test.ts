import { describe, expect, test } from '@jest/globals';
import {
  MOST_OVER_WINDOW_MS,
  MOST_REPAIR_CALLS,
  MOST_STACK_ROLE_CALLS,
  MOST_STACK_ROLE_MS,
  measureRepair,
  measureStackRoleRepair,
  WINDOW_MS,
} from '../../../../bench/repairs.ts';

/** The shortest, the usual and the longest pauses between two attempts. */
const JITTER = [0, 0.5, 0.999_999];

describe.each(JITTER)('the repair of a trail, with jitter %f', (jitter) => {
  const random = () => jitter;

  test('reads between two attempts only what the owner may have changed, and everything at the end', async () => {
    const { records, calls } = await measureRepair(WINDOW_MS, random);
    expect(records.map(({ outcome }) => outcome)).toEqual(['FIXED']);
    const operations = calls.map(({ operation }) => operation);
    const [first, last] = [operations.indexOf('UpdateTrail'), operations.lastIndexOf('UpdateTrail')];
    expect(operations.slice(first + 1, last + 1)).toEqual(
      Array(7).fill(['GetTrail', 'ListTags', 'UpdateTrail']).flat(),
    );
    expect(operations.slice(last + 1, last + 6).toSorted()).toEqual([
      'DescribeLogGroups',
      'GetRole',
      'GetTrail',
      'GetTrailStatus',
      'ListTags',
    ]);
  });

  test('makes few calls, and ends soon after the role is visible', async () => {
    const { calls, tookMs } = await measureRepair(WINDOW_MS, random);
    expect(calls.length).toBeLessThanOrEqual(MOST_REPAIR_CALLS);
    expect(tookMs - WINDOW_MS).toBeLessThanOrEqual(MOST_OVER_WINDOW_MS);
  });

  test('begins the UpdateTrail that succeeds soon after the role is visible, whenever that is', async () => {
    for (let windowMs = 0; windowMs <= 10_000; windowMs += 250) {
      const { calls, visibleAt, trailArn } = await measureRepair(windowMs, random);
      const succeeded = calls.findLast(({ operation }) => operation === 'UpdateTrail')?.at ?? Number.NaN;
      expect(succeeded - visibleAt(trailArn)).toBeLessThanOrEqual(MOST_OVER_WINDOW_MS);
    }
  });
});

test('with the role of the stack, a repair writes no role and waits for none', async () => {
  const { records, calls, tookMs } = await measureStackRoleRepair();
  expect(records.map(({ outcome }) => outcome)).toEqual(['FIXED']);
  const writes = calls
    .map(({ operation }) => operation)
    .filter((name) => /^(Create|Put|Update)(?!Item|Events)/.test(name));
  expect(writes).toEqual(['CreateLogGroup', 'PutRetentionPolicy', 'UpdateTrail']);
  expect(calls.length).toBeLessThanOrEqual(MOST_STACK_ROLE_CALLS);
  expect(tookMs).toBeLessThanOrEqual(MOST_STACK_ROLE_MS);
});
