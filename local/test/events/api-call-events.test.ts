import { describe, expect, test } from '@jest/globals';
import type { EmulatorApi } from '../../emulator/api.ts';
import { apiCallEvents } from '../../events/api-call-events.ts';
import { callerIdentities } from '../../events/caller-identities.ts';
import { coverage } from '../../events/coverage.ts';
import type { BusEvent } from '../../events/record.ts';
import { backgroundTasks } from '../../gate/background-tasks.ts';
import type { Answer, Call } from '../../gate/call.ts';

const ACCOUNT = '111111111111';
const DONE: Answer = { status: 200, headers: {}, body: Buffer.from('{}') };

/** An account with one trail, with the behaviour's requests to the emulator and its events. */
function account({ logging = true, global = true } = {}) {
  const requests: string[] = [];
  const events: BusEvent[] = [];
  const history: unknown[] = [];
  const trail = { TrailARN: `arn:aws:cloudtrail:us-east-1:${ACCOUNT}:trail/all`, IncludeGlobalServiceEvents: global };
  const answers: Record<string, unknown> = {
    DescribeTrails: { trailList: [trail] },
    GetTrailStatus: { IsLogging: logging },
    GetEventSelectors: { EventSelectors: [{}] },
    GetCallerIdentity: { Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:root`, UserId: ACCOUNT },
  };
  const api: EmulatorApi = {
    async json(_service, target, _input, _where, schema) {
      const operation = target.split('.').at(-1) ?? '';
      requests.push(operation);
      return schema.parse(answers[operation]);
    },
    rest: () => Promise.reject(new Error('not expected')),
    query: () => Promise.reject(new Error('not expected')),
  };
  const background = backgroundTasks(() => {});
  const behaviour = apiCallEvents({
    coverage: coverage(api),
    identities: callerIdentities(api),
    consumers: [async (event) => void events.push(event)],
    history: { add: (where, { eventName }) => void history.push([where, eventName]) },
    background,
  });
  const make = async (service: string, operation: string, more: Partial<Call> = {}) => {
    await behaviour(call(service, operation, more), async () => DONE);
    await background.settled();
  };
  return { requests, events, history, behaviour, background, make };
}

function call(service: string, operation: string, more: Partial<Call> = {}): Call {
  return {
    time: new Date('2026-02-03T04:05:06Z'),
    method: 'POST',
    url: '/',
    headers: {},
    body: Buffer.alloc(0),
    service,
    operation,
    region: 'us-east-1',
    caller: { kind: 'administrator', accessKeyId: ACCOUNT },
    input: {},
    ...more,
  };
}

describe('the lookup of trails and callers', () => {
  test('takes place once while neither trails nor identities can have changed', async () => {
    const { requests, make, events } = account();
    await make('sqs', 'CreateQueue');
    await make('sqs', 'CreateQueue');
    await make('logs', 'CreateLogGroup');
    expect(requests).toEqual(['GetCallerIdentity', 'DescribeTrails', 'GetTrailStatus', 'GetEventSelectors']);
    expect(events).toHaveLength(3);
  });

  test.each([
    ['CreateTrail', 2],
    ['UpdateTrail', 2],
    ['DeleteTrail', 2],
    ['StartLogging', 2],
    ['StopLogging', 2],
    ['PutEventSelectors', 2],
    ['AddTags', 1],
  ])('of trails takes place, with %s before another call, this many times: %d', async (operation, times) => {
    const { requests, make } = account();
    await make('cloudtrail', operation);
    await make('sqs', 'CreateQueue');
    expect(requests.filter((question) => question === 'DescribeTrails')).toHaveLength(times);
  });

  test('of callers is repeated after a write to IAM', async () => {
    const { requests, make } = account();
    await make('iam', 'DeleteUser');
    await make('sqs', 'CreateQueue');
    expect(requests.filter((operation) => operation === 'GetCallerIdentity')).toHaveLength(2);
  });

  test('does not take place for a read', async () => {
    const { requests, make, events } = account();
    await make('cloudtrail', 'DescribeTrails');
    expect(requests).toEqual([]);
    expect(events).toEqual([]);
  });
});

test('the caller gets the answer before the event is delivered', async () => {
  const { behaviour, background, events } = account();
  expect(await behaviour(call('sqs', 'CreateQueue'), async () => DONE)).toBe(DONE);
  expect(events).toEqual([]);
  await background.settled();
  expect(events).toHaveLength(1);
});

test('without a trail that is logging there is no event', async () => {
  const { make, events } = account({ logging: false });
  await make('sqs', 'CreateQueue');
  expect(events).toEqual([]);
});

test('the history has every write with its recording Region, with or without a trail, and no read', async () => {
  const { history, make } = account({ logging: false });
  await make('sqs', 'CreateQueue', { region: 'eu-west-1' });
  await make('iam', 'DeleteUser', { region: 'eu-west-1' });
  await make('cloudtrail', 'GetTrail');
  expect(history).toEqual([
    [{ account: ACCOUNT, region: 'eu-west-1' }, 'CreateQueue'],
    [{ account: ACCOUNT, region: 'us-east-1' }, 'DeleteUser'],
  ]);
});

test('a trail without global service events logs no event of IAM', async () => {
  const { make, events } = account({ global: false });
  await make('iam', 'DeleteUser');
  await make('sqs', 'CreateQueue');
  expect(events.map(({ source }) => source)).toEqual(['aws.sqs']);
});
