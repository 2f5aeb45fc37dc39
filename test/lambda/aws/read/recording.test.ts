import { CloudTrailClient, GetEventSelectorsCommand, GetTrailStatusCommand } from '@aws-sdk/client-cloudtrail';
import { beforeEach, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { readRecording } from '../../../../lambda/aws/read/recording.ts';
import { ID, PERFECT_TRAIL, read } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const cloudTrail = mocked(CloudTrailClient);
const clients = clientsFor('eu-west-1');
const listed = (hasCustomEventSelectors: boolean) => ({ id: ID, trail: { ...PERFECT_TRAIL, hasCustomEventSelectors } });

beforeEach(() => {
  cloudTrail.reset();
});

test('reads the status and the selectors by ARN, in the given Region', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  cloudTrail.on(GetEventSelectorsCommand).resolves({ EventSelectors: [{ ReadWriteType: 'ReadOnly' }] });
  const recording = await readRecording(clients, ID.account, listed(true), 'us-west-2');
  expect(recording).toEqual({ isLogging: read(true), managementEvents: read('read-only') });
  const [status] = cloudTrail.commandCalls(GetTrailStatusCommand);
  const [selectors] = cloudTrail.commandCalls(GetEventSelectorsCommand);
  expect([status?.args[0].input, selectors?.args[0].input]).toEqual([{ Name: ID.arn }, { TrailName: ID.arn }]);
  for (const call of [status, selectors]) expect(await call?.thisValue.config.region()).toBe('us-west-2');
});

test('makes one call for a trail with the default selectors, and says why it could not read', async () => {
  const denied = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
  cloudTrail.on(GetTrailStatusCommand).rejects(denied);
  expect(await readRecording(clients, ID.account, listed(false), 'us-east-1')).toEqual({
    isLogging: { read: false, why: 'GetTrailStatus returned AccessDeniedException: no' },
    managementEvents: read('all'),
  });
  expect(cloudTrail.calls()).toHaveLength(1);
});

test('does not ask for the selectors of a trail of another account, which IAM denies to the function', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  const recording = await readRecording(clients, '444455556666', listed(true), 'us-east-1');
  expect(recording.isLogging).toEqual(read(true));
  expect(recording.managementEvents).toMatchObject({ read: false });
  expect(cloudTrail.calls()).toHaveLength(1);
});

test('needs no selectors of a trail of another account that has none of its own', async () => {
  cloudTrail.on(GetTrailStatusCommand).resolves({ IsLogging: true });
  const recording = await readRecording(clients, '444455556666', listed(false), 'us-east-1');
  expect(recording).toEqual({ isLogging: read(true), managementEvents: read('all') });
});
