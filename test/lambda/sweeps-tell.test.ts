import { describe, expect, test } from '@jest/globals';
import type { AwsError } from '../../lambda/core/outcome-record.ts';
import type { Listening } from '../../lambda/core/seen-region.ts';
import { enter, type Surroundings } from '../../lambda/door.ts';
import { sweep } from '../../lambda/sweep.ts';
import { ID, read, SETTINGS, unread } from '../support/perfect-trail.ts';
import { type Answers, sweptAccount, trailIn } from './swept-account.ts';

const AUDIT = trailIn('us-east-1', 'audit', { isMultiRegion: true });
const DENIED: AwsError = { operation: 'DescribeTrails', code: 'AccessDeniedException', message: 'not authorized' };
const CLOSED: AwsError = { ...DENIED, message: 'not authorized with an explicit deny in a service control policy' };

/** An account with one whole trail that is swept through the function's door, with a forwarder in eu-west-1. */
function place(answers: Answers = {}) {
  const now: Answers = { ...answers };
  const account = sweptAccount(
    { 'us-east-1': [AUDIT], 'eu-west-1': [] },
    {
      listTrails: (region) => now.listTrails?.(region),
      listening: (region) => now.listening?.(region) ?? read<Listening>('yes'),
    },
  );
  const here: Surroundings = {
    ...account.world,
    config: {
      settings: { ...SETTINGS, mode: 'dry-run' },
      partition: 'aws',
      region: 'us-east-1',
      settleSeconds: 20,
      regions: [],
      topicArn: 'topic',
      ledgerTable: 'ledger',
      functionRoleArn: 'arn:aws:iam::111122223333:role/trailmend-function/trailmend-function',
      forwarderRegions: ['eu-west-1'],
    },
    smokeTest: async () => ({ ok: true, account: ID.account, region: 'us-east-1' }),
    trailsOfGroup: () => Promise.reject(new Error('Nobody deleted a log group.')),
    sweep: (task, report) => sweep(task, account.world, report),
  };
  const swept = async (): Promise<readonly string[]> => {
    const before = account.messages.length;
    await account.clock.sleep(3_600_000);
    await enter({ kind: 'sweep' }, here);
    return account.messages.slice(before).map(({ outcome, reason }) => `${outcome} ${reason}`);
  };
  return { now, swept, ...account };
}

const inForwarder =
  <T>(value: T) =>
  (region: string) =>
    region === 'eu-west-1' ? value : undefined;

describe('what sweep after sweep tells of a region', () => {
  test('whose trails cannot be listed, and where nothing is heard, is each told once', async () => {
    const { swept } = place({
      listTrails: inForwarder(DENIED),
      listening: (region) => read(region === 'eu-west-1' ? 'rule-missing' : 'yes'),
    });
    expect(await swept()).toEqual(['FAILED unread-fact', 'BLOCKED not-listening']);
    expect(await swept()).toEqual([]);
  });

  test('that is closed is that alone, though its rule cannot be read either', async () => {
    const { swept } = place({
      listTrails: inForwarder(CLOSED),
      listening: (region) => (region === 'eu-west-1' ? unread('DescribeRule answered AccessDenied') : read('yes')),
    });
    expect([await swept(), await swept()]).toEqual([['SKIPPED region-closed'], []]);
  });

  test('where a rule is disabled a second time is told a second time, however soon', async () => {
    const { swept, now } = place();
    const disabled: Answers['listening'] = (region) => read(region === 'eu-west-1' ? 'rule-disabled' : 'yes');
    expect(await swept()).toEqual([]);
    Object.assign(now, { listening: disabled });
    expect(await swept()).toEqual(['BLOCKED not-listening']);
    Object.assign(now, { listening: undefined });
    expect([await swept(), await swept()]).toEqual([['COMPLIANT nothing-to-do'], []]);
    Object.assign(now, { listening: disabled });
    expect(await swept()).toEqual(['BLOCKED not-listening']);
  });

  test('whose trails can be listed again is that it is put right, once', async () => {
    const { swept, now } = place({ listTrails: inForwarder(DENIED) });
    expect(await swept()).toEqual(['FAILED unread-fact']);
    Object.assign(now, { listTrails: undefined });
    expect([await swept(), await swept()]).toEqual([['COMPLIANT nothing-to-do'], []]);
  });
});
