import { AddTagsCommand, CloudTrailClient, GetTrailCommand, ListTagsCommand } from '@aws-sdk/client-cloudtrail';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { FaultReport } from '../../local/faults/faults.ts';
import type { PassedCall } from '../../local/gate/call-log.ts';
import { type LocalAws, startLocalAws } from '../../local/local-aws.ts';
import { CALLING_HANDLER, eventually, Scene } from '../../local/test/support/scene.ts';

const WHERE = { account: '300000000001', region: 'eu-west-1' };
const TRAIL = `arn:aws:cloudtrail:${WHERE.region}:${WHERE.account}:trail/audit`;
/** The error message of Node.js for a connection that the other side has reset. */
const CONNECTION_RESET = /ECONNRESET|socket hang up/;
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

/** A fault that did not happen means that a test has tested nothing. */
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

describe('a client receives', () => {
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
    await expect(tag('request')).rejects.toThrow(CONNECTION_RESET);
    await expect(tag('response')).rejects.toThrow(CONNECTION_RESET);
    const keys = await tags();
    expect(keys).not.toContain('request');
    expect(keys).toContain('response');
    const last = aws.calls().filter(({ operation }) => operation === 'AddTags');
    expect(last.slice(-2).map(({ status }) => status)).toEqual([0, 0]);
  });

  test('a burst of throttling errors, and then a success', async () => {
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

  test('before the effect of a call repeats the call in its retry', async () => {
    aws.faults.set([{ ...kill, fault: { kind: 'kill', effect: 'before' } }]);
    const before = byFunction('AddTags').length;
    await here.invoke('tagger', event('killed-before'), 'Event');
    await eventually('the retry', () => byFunction('AddTags')[before + 1]);
    expect(
      byFunction('AddTags')
        .slice(before)
        .map(({ status }) => status),
    ).toEqual([0, 200]);
    expect(await tags()).toContain('killed-before');
  });

  test('after the effect of a call does not undo the effect', async () => {
    aws.faults.set([{ ...kill, fault: { kind: 'kill', effect: 'after' } }]);
    const failed = here.invoke('tagger', event('killed-after'));
    await expect(failed).rejects.toThrow();
    expect(await tags()).toContain('killed-after');
  });

  test('on every attempt sends the event to the on-failure destination', async () => {
    const failures = await here.queue('killed-failures');
    await here.lambda('always-killed', CALLING_HANDLER, {}, failures);
    aws.faults.set([{ ...kill, times: 3, fault: { kind: 'kill', effect: 'before' } }]);
    await here.invoke('always-killed', event('never'), 'Event');
    const { body } = await eventually('the event in the queue', () => here.receive(failures));
    expect(body).toMatchObject({ requestContext: { condition: 'RetriesExhausted' } });
    expect(await tags()).not.toContain('never');
  });

  test('does not end the process of another function', async () => {
    // Lambda does not reuse a process that has thrown, so the handler returns what the scene reads
    // as an error.
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

  test('sets, reports and ends a plan for any client', async () => {
    const set = await fetch(url(), { method: 'PUT', body: JSON.stringify([entry]) });
    expect(set.status).toBe(200);
    await expect(client.send(new GetTrailCommand({ Name: TRAIL }))).rejects.toThrow('Rate exceeded');
    const last = (await (await fetch(url(), { method: 'DELETE' })).json()) as FaultReport[];
    expect(last).toMatchObject([{ calls: 1, played: 1, state: 'used-up' }]);
    expect(await (await fetch(url())).json()).toEqual([]);
  });

  test('refuses an invalid plan and names its entry', async () => {
    const response = await fetch(url(), {
      method: 'PUT',
      body: JSON.stringify([{ ...entry, fault: { kind: 'boom' } }]),
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      message: expect.stringMatching(/^Entry 1 of the fault plan .* fault\.kind/),
    });
    expect(aws.faults.report()).toEqual([]);
  });
});

test('the local AWS does not start with an invalid plan', async () => {
  const faults = [{ service: 'iam', operation: 'GetRole', nth: 0, fault: { kind: 'lost-request' } }] as const;
  await expect(startLocalAws({ faults })).rejects.toThrow('Entry 1 of the fault plan is invalid: nth');
});
