import { expect, test } from '@jest/globals';
import { bucketOwners } from '../cloudtrail/bucket.ts';
import { organizations } from '../cloudtrail/organizations.ts';
import type { EmulatorApi } from '../emulator/api.ts';
import { evaluator } from '../iam/evaluator.ts';
import { type RecordingOptions, recording } from '../recording.ts';

const ACCOUNT = '111111111111';

/** The gate's own requests when a caller stops a trail. The emulator answers none of them. */
async function requestsAtStopLogging(options: RecordingOptions): Promise<readonly string[]> {
  const requests: string[] = [];
  const ask = (what: string) => {
    requests.push(what);
    return Promise.reject(new Error('no answer'));
  };
  const api: EmulatorApi = { json: (_, target) => ask(target), rest: ask, query: ask };
  const accountOf = async () => ACCOUNT;
  const { events, settled } = recording(
    {
      api,
      evaluator: evaluator(api),
      organizations: organizations(api, accountOf),
      owners: bucketOwners(accountOf),
      warn: () => {},
    },
    options,
  );
  const answer = { status: 200, headers: {}, body: Buffer.from('{}') };
  const call = {
    time: new Date('2026-02-03T04:05:06Z'),
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.alloc(0),
    service: 'cloudtrail',
    operation: 'StopLogging',
    region: 'us-east-1',
    caller: { kind: 'administrator', accessKeyId: ACCOUNT },
  } as const;
  expect(await events(call, async () => answer)).toBe(answer);
  await settled().catch(() => {});
  return requests;
}

test('without events, a call passes and the gate reads nothing from the emulator', async () => {
  expect(await requestsAtStopLogging({ events: false })).toEqual([]);
  expect(await requestsAtStopLogging({})).not.toEqual([]);
});
