import { describe, expect, test } from '@jest/globals';
import type { EventRuleStatus } from '../../../../lambda/core/model/region-scan.ts';
import { read } from '../../../support/perfect-trail.ts';
import { EMPTY_QUEUE, type MadeCall, sweptAccount, trailIn, words } from './swept-account.ts';

describe('the account', () => {
  const inactive = { eventRule: () => read('disabled' as const) };

  test('and the event rules are reported by a sweep of all Regions', async () => {
    const { run } = sweptAccount({ 'us-east-1': [] }, inactive);
    expect(words(await run())).toEqual(['BLOCKED not-listening', 'BLOCKED not-covered']);
  });

  test('and the event rules are not reported by a requested sweep', async () => {
    const { run, count } = sweptAccount({ 'us-east-1': [] }, inactive);
    expect(await run({ regions: ['us-east-1'], isRequested: true })).toEqual([]);
    expect(count('event rule')).toBe(0);
  });
});

describe('the dead-letter queue', () => {
  const stacks = { ownRegions: ['us-east-1', 'eu-west-1'], forwarderRegions: ['eu-west-1'] };
  const trails = { 'us-east-1': [trailIn('us-east-1', 'audit', { isMultiRegion: true })], 'eu-west-1': [] };
  const regionsOf = (calls: readonly MadeCall[]) =>
    calls.filter(({ call }) => call === 'queue').map(({ region }) => region);

  /** The issues of a Region whose forwarder has no queue, and an event rule with this status. */
  const issuesWith = async (status: EventRuleStatus) => {
    const { run } = sweptAccount(trails, {
      eventRule: (region) => read(region === 'eu-west-1' ? status : 'active'),
      forwarderQueue: () => read({ status: 'missing' }),
    });
    const records = await run(stacks);
    return words(records.filter(({ subject }) => subject.kind === 'region'));
  };

  test('is read in the Region of each forwarder, and not in that of the hub', async () => {
    const { run, calls } = sweptAccount(trails, { forwarderQueue: () => read({ ...EMPTY_QUEUE, events: 2 }) });
    expect(words(await run(stacks))).toContain('BLOCKED not-forwarded');
    expect(regionsOf(calls)).toEqual(['eu-west-1']);
  });

  test('is not read by a requested sweep', async () => {
    const { run, calls } = sweptAccount(trails);
    await run({ ...stacks, regions: ['eu-west-1'], isRequested: true });
    expect(regionsOf(calls)).toEqual([]);
  });

  test('and the event rule of a Region are issues of their own', async () => {
    expect(await issuesWith('disabled')).toEqual(['BLOCKED not-listening', 'BLOCKED queue-missing']);
  });

  test('that is missing together with the event rule is no issue of its own', async () => {
    expect(await issuesWith('missing')).toEqual(['BLOCKED not-listening']);
  });
});
