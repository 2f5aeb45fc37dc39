import { expect, test } from '@jest/globals';
import { trailStatuses } from '../../delivery/trail-status.ts';
import type { CallerIdentities } from '../../events/caller-identities.ts';
import { callWith, DONE } from '../support/call.ts';

const ARN = 'arn:aws:cloudtrail:us-east-1:111122223333:trail/audit';
const HOUR_MS = 60 * 60 * 1000;
const identities = { of: async () => ({ account: '111122223333' }) } as unknown as CallerIdentities;

/** What GetTrailStatus shows, in seconds. */
async function shown({ behaviour }: ReturnType<typeof trailStatuses>): Promise<unknown> {
  const call = callWith({ operation: 'GetTrailStatus', input: { Name: ARN } });
  const { body } = await behaviour(call, async () => DONE);
  return JSON.parse(body.toString('utf8'));
}

test('a delayed trail shows deliveries to its bucket, and none to CloudWatch Logs, until it is created again', async () => {
  const statuses = trailStatuses(identities);
  statuses.recordAttempt(ARN, 'logs', new Date(3 * HOUR_MS));
  statuses.delayLogs(ARN, HOUR_MS);
  statuses.recordAttempt(ARN, 'logs', new Date(4 * HOUR_MS));
  statuses.recordAttempt(ARN, 'bucket', new Date(4 * HOUR_MS));
  expect(await shown(statuses)).toEqual({
    LatestCloudWatchLogsDeliveryTime: 2 * 3600,
    LatestDeliveryTime: 4 * 3600,
  });
  await statuses.behaviour(callWith({ operation: 'DeleteTrail', input: { Name: ARN } }), async () => DONE);
  statuses.recordAttempt(ARN, 'logs', new Date(5 * HOUR_MS));
  expect(await shown(statuses)).toEqual({ LatestCloudWatchLogsDeliveryTime: 5 * 3600 });
});
