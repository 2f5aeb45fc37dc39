import { AddTagsCommand, CloudTrailClient, GetTrailCommand, ListTagsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultReport } from '../../local/faults/faults.ts';
import type { PassedCall } from '../../local/gate/call-log.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { CALLING_HANDLER, eventually, Scene } from '../../local/test/support/scene.ts';

const WHERE = { account: '300000000001', region: 'eu-west-1' };
const TRAIL = `arn:aws:cloudtrail:${WHERE.region}:${WHERE.account}:trail/audit`;
/** What Node.js says of a connection that the other side has reset. */
const CUT = /ECONNRESET|socket hang up/;
const ADD_TAGS = { service: 'cloudtrail', operation: 'AddTags', account: WHERE.account } as const;

let aws: LocalAws;
let here: Scene;
let client: CloudTrailClient;

beforeAll(async () => {
  aws = await startLocalAws();
  here = new Scene(aws, WHERE);
  client = new CloudTrailClient({
    endpoint: aws.endpoint,
    region: WHERE.region,
    credentials: { accessKeyId: WHERE.account, secretAccessKey: 'test' },
    maxAttempts: 1,
  });
  await here.loggingTrail('audit');
  await here.lambda('tagger', CALLING_HANDLER, {});
});

/** A fault that nobody met means that a test tried nothing. */
afterEach(() => {
  expect(aws.faults.clear().filter(({ state }) => state !== 'used-up')).toEqual([]);
});

afterAll(async () => {
  client?.destroy();
  await aws?.stop();
});

function tag(Key: string): Promise<unknown> {
  return client.send(new AddTagsCommand({ ResourceId: TRAIL, TagsList: [{ Key, Value: 'yes' }] }));
}

async function tags(): Promise<readonly (string | undefined)[]> {
  const { ResourceTagList } = await client.send(new ListTagsCommand({ ResourceIdList: [TRAIL] }));
  return ResourceTagList?.[0]?.TagsList?.map(({ Key }) => Key) ?? [];
}

function byFunction(operation: string): readonly PassedCall[] {
  return aws.calls().filter((call) => call.caller === 'function' && call.operation === operation);
}

describe('what a client sees of a fault', () => {
  const denied = { kind: 'error', code: 'ConflictException', message: 'not yet', status: 400 } as const;

  test('an error before the effect', async () => {
    aws.faults.set([{ ...ADD_TAGS, fault: { ...denied, effect: 'before' } }]);
    await expect(tag('before')).rejects.toMatchObject({ name: 'ConflictException', message: 'not yet' });
    expect(await tags()).not.toContain('before');
  });

  test('an error after the effect', async () => {
    aws.faults.set([{ ...ADD_TAGS, fault: { ...denied, effect: 'after' } }]);
    await expect(tag('after')).rejects.toMatchObject({ name: 'ConflictException' });
    expect(await tags()).toContain('after');
  });

  test('a connection that breaks before the effect, and one that breaks after it', async () => {
    aws.faults.set([
      { ...ADD_TAGS, fault: { kind: 'lost-request' } },
      { ...ADD_TAGS, nth: 2, fault: { kind: 'lost-response' } },
    ]);
    await expect(tag('request')).rejects.toThrow(CUT);
    await expect(tag('response')).rejects.toThrow(CUT);
    const seen = await tags();
    expect(seen).not.toContain('request');
    expect(seen).toContain('response');
    const last = aws.calls().filter(({ operation }) => operation === 'AddTags');
    expect(last.slice(-2).map(({ status }) => status)).toEqual([0, 0]);
  });

  test('a burst of throttling, and what comes after it', async () => {
    aws.faults.set([{ ...ADD_TAGS, times: 2, fault: { kind: 'throttling' } }]);
    await expect(tag('burst')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(tag('burst')).rejects.toMatchObject({ name: 'ThrottlingException' });
    await tag('burst');
    expect(await tags()).toContain('burst');
  });
});

describe('a function that is killed', () => {
  const kill = { ...ADD_TAGS, caller: 'function' } as const;
  const event = (Key: string) => ({
    operation: 'AddTags',
    input: { ResourceId: TRAIL, TagsList: [{ Key, Value: 'yes' }] },
  });

  test('before the effect of a call makes the call again when it is tried again', async () => {
    aws.faults.set([{ ...kill, fault: { kind: 'kill', effect: 'before' } }]);
    const before = byFunction('AddTags').length;
    await here.invoke('tagger', event('killed-before'), 'Event');
    await eventually('the next try', () => byFunction('AddTags')[before + 1]);
    expect(
      byFunction('AddTags')
        .slice(before)
        .map(({ status }) => status),
    ).toEqual([0, 200]);
    expect(await tags()).toContain('killed-before');
  });

  test('after the effect of a call has left the effect behind', async () => {
    aws.faults.set([{ ...kill, fault: { kind: 'kill', effect: 'after' } }]);
    const failed = here.invoke('tagger', event('killed-after'));
    await expect(failed).rejects.toThrow();
    expect(await tags()).toContain('killed-after');
  });

  test('on every try ends in the on-failure destination', async () => {
    const failures = await here.queue('killed-failures');
    await here.lambda('doomed', CALLING_HANDLER, {}, failures);
    aws.faults.set([{ ...kill, times: 3, fault: { kind: 'kill', effect: 'before' } }]);
    await here.invoke('doomed', event('never'), 'Event');
    const { body } = await eventually('the event in the queue', () => here.receive(failures));
    expect(body).toMatchObject({ requestContext: { condition: 'RetriesExhausted' } });
    expect(await tags()).not.toContain('never');
  });

  test('is no other process than the one that called', async () => {
    // A process that has thrown is not used again, so it says what the scene reads as an error.
    const code = "exports.handler = async () => ({ errorMessage: 'process ' + process.pid });";
    await here.lambda('bystander', code, {});
    const process = () => here.invoke('bystander', {}).catch(({ message }: Error) => message);
    const before = await process();
    aws.faults.set([{ ...kill, fault: { kind: 'kill', effect: 'before' } }]);
    await expect(here.invoke('tagger', event('alone'))).rejects.toThrow();
    expect(before).toMatch(/^process \d+$/);
    expect(await process()).toBe(before);
  });
});

describe('the control endpoint', () => {
  const url = () => new URL('/_trailmend/faults', aws.endpoint);
  const entry = { service: 'cloudtrail', operation: 'GetTrail', account: WHERE.account, fault: { kind: 'throttling' } };

  test('sets, tells and ends a plan for any client', async () => {
    const set = await fetch(url(), { method: 'PUT', body: JSON.stringify([entry]) });
    expect(set.status).toBe(200);
    await expect(client.send(new GetTrailCommand({ Name: TRAIL }))).rejects.toThrow('Rate exceeded');
    const last = (await (await fetch(url(), { method: 'DELETE' })).json()) as FaultReport[];
    expect(last).toMatchObject([{ calls: 1, played: 1, state: 'used-up' }]);
    expect(await (await fetch(url())).json()).toEqual([]);
  });

  test('refuses a plan that is not understood, with its entry', async () => {
    const answer = await fetch(url(), { method: 'PUT', body: JSON.stringify([{ ...entry, fault: { kind: 'boom' } }]) });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({
      message: expect.stringMatching(/^Entry 1 of the fault plan .* fault\.kind/),
    });
    expect(aws.faults.report()).toEqual([]);
  });
});

test('a plan that is not understood keeps the local AWS from starting', async () => {
  const faults = [{ service: 'iam', operation: 'GetRole', nth: 0, fault: { kind: 'lost-request' } }] as const;
  await expect(startLocalAws({ faults })).rejects.toThrow('Entry 1 of the fault plan is invalid: nth');
});
