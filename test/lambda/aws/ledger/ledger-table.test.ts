import { readFileSync } from 'node:fs';
import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import type { Lease } from '../../../../lambda/core/model/memory.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/policy.ts';
import { type StrictTable, strictTable } from '../../../support/aws/strict-table.ts';
import { ID, PERFECT_TRAIL, recordWith, triggerWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';

const dynamoDb = mocked(DynamoDBClient);
const ledger = ledgerIn(clientsFor('eu-west-1'), 'Trailmend-Ledger');
const REFUSED = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' });
const KEY = { pk: { S: ID.arn }, sk: { S: 'memory' } };

const LEASE: Lease = {
  holder: 'event-1',
  until: '2026-11-20T09:16:00Z',
  dirty: false,
  begun: { trigger: { kind: 'sweep', time: 'then' }, findings: [], steps: [] },
};
const LEASE_ITEM = {
  holder: { S: 'event-1' },
  until: { S: '2026-11-20T09:16:00Z' },
  dirty: { BOOL: false },
  begun: {
    M: { trigger: { M: { kind: { S: 'sweep' }, time: { S: 'then' } } }, findings: { L: [] }, steps: { L: [] } },
  },
};
const UNMET = Object.assign(new Error('The conditional request failed'), { name: 'ConditionalCheckFailedException' });
const NOW = '2026-11-20T09:00:00Z';

beforeEach(() => {
  dynamoDb.reset();
});

/** A lease, as DynamoDB has it, whose holder set out to make one call. */
function beganWith(operation: string, rules: { readonly S: string }[]) {
  const { trigger, findings } = LEASE_ITEM.begun.M;
  const step = { operation: { S: operation }, input: { M: {} }, needs: { L: [] }, repairs: { L: rules } };
  return { ...LEASE_ITEM, begun: { M: { trigger, findings, steps: { L: [{ M: step }] } } } };
}

describe('recall', () => {
  test("reads the trail's one item, consistently, in the function's region", async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    await ledger.load(ID.arn);
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      { TableName: 'Trailmend-Ledger', Key: KEY, ConsistentRead: true },
    ]);
    expect(await dynamoDb.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test('a trail that is new to the ledger has an empty memory', async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { told: {} } });
  });

  test('gives what was remembered, whatever else stands in the item', async () => {
    dynamoDb.on(GetItemCommand).resolves({
      Item: {
        ...KEY,
        version: { N: '1' },
        seenLogging: { S: '2026-11-20T09:00:00Z' },
        lease: { M: LEASE_ITEM },
        'told:attempt StopLogging': { S: '2026-11-20T09:00:01Z' },
        later: { S: 'of another version' },
      },
    });
    expect(await ledger.load(ID.arn)).toEqual({
      read: true,
      value: {
        seenLogging: '2026-11-20T09:00:00Z',
        lease: LEASE,
        told: { 'attempt StopLogging': '2026-11-20T09:00:01Z' },
      },
    });
  });

  test.each([
    ['as an earlier trailmend wrote it', { seen: NOW, trail: PERFECT_TRAIL }],
    [
      'with all that can be known',
      {
        seen: NOW,
        trail: { ...PERFECT_TRAIL, hasCustomEventSelectors: true, hasInsightSelectors: true },
        tags: { team: 'pay' },
        selectors: { kind: 'basic', json: '[{}]' },
      },
    ],
  ])('gives the former configuration %s', async (_, former) => {
    dynamoDb.on(GetItemCommand).resolves({ Item: marshall({ version: 1, former }) });
    expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { told: {}, former } });
  });

  test.each([
    ['of a version that is not known', { version: { N: '2' } }],
    ['without a version', {}],
    ['that says something else', { version: { N: '1' }, seenLogging: { BOOL: true } }],
    ['whose former trail is none', { version: { N: '1' }, former: { M: { seen: { S: 'then' } } } }],
    ['whose lease holds no beginning', { version: { N: '1' }, lease: { M: { ...LEASE_ITEM, begun: { M: {} } } } }],
    [
      'whose lease holds a call that is none of ours',
      { version: { N: '1' }, lease: { M: beganWith('DeleteTrail', []) } },
    ],
    [
      'whose lease holds a rule that is none',
      { version: { N: '1' }, lease: { M: beganWith('StartLogging', [{ S: 'x' }]) } },
    ],
    ['that owes what is no record', { version: { N: '1' }, 'owed:one': { M: { outcome: { S: 'FIXED' } } } }],
  ])('an item %s is not read', async (_, item) => {
    dynamoDb.on(GetItemCommand).resolves({ Item: { ...KEY, ...item } });
    expect(await ledger.load(ID.arn)).toEqual({
      read: false,
      why: expect.stringContaining('the item is not as this version writes it'),
    });
  });

  test('an error is why it could not be read', async () => {
    dynamoDb.on(GetItemCommand).rejects(REFUSED);
    expect(await ledger.load(ID.arn)).toEqual({
      read: false,
      why: 'GetItem answered ProvisionedThroughputExceededException: slow down',
    });
  });
});

describe('remember', () => {
  test('sets what is given, forgets what is null, and leaves the rest', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    const { ok } = await ledger.save(ID.arn, {
      seenLogging: '2026-11-20T09:00:00Z',
      awaitingVerification: null,
      told: { outcome: '2026-11-20T09:00:01Z' },
    });
    expect(ok).toBe(true);
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      {
        TableName: 'Trailmend-Ledger',
        Key: KEY,
        UpdateExpression: 'SET #0 = :0, #2 = :2, #3 = :3 REMOVE #1',
        ConditionExpression: '(attribute_not_exists(#3) OR #3 = :3)',
        ExpressionAttributeNames: { '#0': 'seenLogging', '#1': 'awaitingProof', '#2': 'told:outcome', '#3': 'version' },
        ExpressionAttributeValues: {
          ':0': { S: '2026-11-20T09:00:00Z' },
          ':2': { S: '2026-11-20T09:00:01Z' },
          ':3': { N: '1' },
        },
      },
    ]);
  });

  test('an error is answered, not thrown', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await ledger.save(ID.arn, { seenLogging: 'now' })).toMatchObject({
      ok: false,
      error: { operation: 'UpdateItem', message: 'slow down' },
    });
  });
});

/** What the calls so far depended on, apart from the item's version. */
function conditions(): readonly unknown[] {
  return dynamoDb
    .calls()
    .map(({ args }) =>
      /^\(attribute_not_exists\((#\d)\) OR \1 = :\d\) AND \((.*)\)$/.exec(Object(args[0].input).ConditionExpression),
    )
    .map((parts) => parts?.[2]);
}

describe('take', () => {
  const OVER = '(#lease.#until < :now OR #lease.#until > :latest OR #lease.#holder = :holder)';
  const FREE = `attribute_not_exists(#lease) OR (#lease.#dirty = :dirty AND ${OVER})`;
  const HELD = '#lease.#until >= :now AND #lease.#until <= :latest AND #lease.#holder <> :holder';
  const MARKED = `#lease.#dirty = :dirty AND ${OVER}`;
  const take = () => ledger.take(ID.arn, LEASE, NOW, { seenLogging: NOW });

  test('takes a lease that is free, has run out, or is its own', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await take()).toEqual({ ok: true, value: 'taken' });
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      {
        TableName: 'Trailmend-Ledger',
        Key: KEY,
        UpdateExpression: 'SET #0 = :0, #1 = :1',
        ConditionExpression: `(attribute_not_exists(#1) OR #1 = :1) AND (${FREE})`,
        ExpressionAttributeNames: {
          '#0': 'lease',
          '#1': 'version',
          '#lease': 'lease',
          '#until': 'until',
          '#holder': 'holder',
          '#dirty': 'dirty',
        },
        ExpressionAttributeValues: {
          ':0': { M: LEASE_ITEM },
          ':1': { N: '1' },
          ':now': { S: NOW },
          ':latest': { S: '2026-11-20T09:17:00.000Z' },
          ':holder': { S: 'event-1' },
          ':dirty': { BOOL: false },
        },
      },
    ]);
  });

  test('marks one that another has, with what that one has to know', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).resolves({});
    expect(await take()).toEqual({ ok: true, value: 'held' });
    expect(dynamoDb.call(1).args[0].input).toMatchObject({
      UpdateExpression: 'SET #0 = :0, #1 = :1, #lease.#dirty = :dirty',
      ExpressionAttributeNames: { '#0': 'seenLogging', '#dirty': 'dirty' },
      ExpressionAttributeValues: { ':dirty': { BOOL: true } },
    });
    expect(conditions()).toEqual([FREE, HELD]);
  });

  test('tries again for one that is given back between the two calls, and gives up after three', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejectsOnce(UNMET).rejectsOnce(UNMET).resolves({});
    expect(await take()).toEqual({ ok: true, value: 'taken' });
    expect(conditions()).toEqual([FREE, HELD, MARKED, FREE]);
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejects(UNMET);
    expect(await take()).toMatchObject({ ok: false, error: { code: 'ConditionalCheckFailedException' } });
    expect(conditions()).toHaveLength(9);
  });

  test('answers any other error, of each call', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await take()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await take()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await take()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    expect(conditions()).toHaveLength(3);
  });
});

describe('release', () => {
  const CLEAN = 'attribute_not_exists(#lease) OR (#lease.#holder = :holder AND #lease.#dirty = :clean)';
  const release = () => ledger.release(ID.arn, 'event-1', { seenLogging: NOW });

  test('writes down and gives back in one', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await release()).toEqual({ ok: true, value: 'released' });
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toMatchObject([
      { UpdateExpression: 'SET #0 = :0, #2 = :2 REMOVE #1' },
    ]);
    expect(conditions()).toEqual([CLEAN]);
  });

  test('keeps one that was marked, cleans it, and writes down', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).resolves({});
    expect(await release()).toEqual({ ok: true, value: 'dirty' });
    expect(dynamoDb.call(1).args[0].input).toMatchObject({
      UpdateExpression: 'SET #0 = :0, #1 = :1, #lease.#dirty = :clean',
      ExpressionAttributeValues: { ':0': { S: NOW }, ':clean': { BOOL: false } },
    });
    expect(conditions()).toEqual([CLEAN, '#lease.#holder = :holder']);
  });

  test('has lost one that is not its own any more', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(UNMET);
    expect(await release()).toEqual({ ok: true, value: 'lost' });
  });

  test('answers any other error, of either call', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await release()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await release()).toMatchObject({ ok: false, error: { message: 'slow down' } });
  });
});

describe('the cursor of the sweep', () => {
  test('is an item of its own', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    dynamoDb.on(GetItemCommand).resolves({
      Item: { version: { N: '1' }, cursor: { M: { next: { S: 'eu-west-1' }, since: { S: 'then' } } } },
    });
    await ledger.rememberCursor({ next: 'eu-west-1', since: 'then' });
    expect(await ledger.recallCursor()).toEqual({ read: true, value: { next: 'eu-west-1', since: 'then' } });
    expect(dynamoDb.calls().map(({ args }) => Object(args[0].input).Key)).toEqual([
      { pk: { S: 'sweep' }, sk: { S: 'cursor' } },
      { pk: { S: 'sweep' }, sk: { S: 'cursor' } },
    ]);
  });

  test('is gone when the sweep came to its end, and at the very beginning', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    dynamoDb
      .on(GetItemCommand)
      .resolvesOnce({})
      .resolves({ Item: { version: { N: '1' } } });
    await ledger.rememberCursor(undefined);
    expect(dynamoDb.call(0).args[0].input).toMatchObject({ UpdateExpression: 'SET #1 = :1 REMOVE #0' });
    expect(await ledger.recallCursor()).toEqual({ read: true, value: undefined });
    expect(await ledger.recallCursor()).toEqual({ read: true, value: undefined });
  });
});

test('an item with all that the first version remembered is read: what came later may be missing from it', async () => {
  const item = JSON.parse(readFileSync(new URL('./items/version-1.json', import.meta.url), 'utf8'));
  dynamoDb.on(GetItemCommand).resolves({ Item: item });
  expect(await ledger.load(ID.arn)).toMatchObject({
    read: true,
    value: {
      lease: { holder: 'event-1' },
      last: { outcome: 'COMPLIANT' },
      lastNotified: { outcome: 'FIXED' },
      owed: [{ outcome: 'FIXED' }],
      told: { 'event 3f8c1d5e-0c1a-4a57-9d0b-2f6f3f0f7a11': expect.any(String) },
      seenLogging: expect.any(String),
      acceptedTarget: { roleArn: PERFECT_TRAIL.roleArn },
      former: { trail: { homeRegion: ID.region } },
      awaitingVerification: { target: { roleArn: PERFECT_TRAIL.roleArn } },
    },
  });
});

test('an item of a newer version is changed by no write: what that version wrote stays as it is', async () => {
  const newer = { version: 2, lastNotified: 'as a later trailmend writes it' };
  const table = strictTable();
  table.put(ID.arn, 'memory', newer);
  table.put('sweep', 'cursor', newer);
  const old = ledgerIn(table.clients, 'Ledger');
  const answers = [
    await old.save(ID.arn, { seenLogging: NOW }),
    await old.take(ID.arn, LEASE, NOW, {}),
    await old.release(ID.arn, 'event-1', { seenLogging: NOW }),
    await old.rememberCursor({ next: '[]', since: NOW }),
  ];
  expect(table.item(ID.arn, 'memory')).toMatchObject(newer);
  expect(table.item(ID.arn, 'memory')).not.toHaveProperty('seenLogging');
  expect(table.item('sweep', 'cursor')).not.toHaveProperty('cursor');
  expect(answers.map((answer) => (answer.ok ? answer.value : answer.error.code))).toEqual([
    'ConditionalCheckFailedException',
    'ConditionalCheckFailedException',
    'lost',
    'ConditionalCheckFailedException',
  ]);
});

test('messages that two runs could not send are both kept, and come back oldest first', async () => {
  const kept = ledgerIn(strictTable().clients, 'Ledger');
  const [one, other] = [recordWith({ id: 'one' }), recordWith({ id: 'other', time: '2026-11-20T08:00:00.000Z' })];
  await kept.save(ID.arn, { owed: { one } });
  await kept.save(ID.arn, { owed: { other } });
  expect(await kept.load(ID.arn)).toEqual({ read: true, value: { told: {}, owed: [other, one] } });
  await kept.save(ID.arn, { owed: { one: null } });
  expect(await kept.load(ID.arn)).toMatchObject({ value: { owed: [other] } });
  await kept.save(ID.arn, { owed: { other: null } });
  expect(await kept.load(ID.arn)).toEqual({ read: true, value: { told: {} } });
});

describe('what people were told of a trail that somebody stops again and again', () => {
  const stopped = (eventId: string, time: string) =>
    recordWith({
      id: eventId,
      time,
      trigger: triggerWith({ eventId, eventName: 'StopLogging', tampering: 'stopped' }),
    });
  const tell = async (table: StrictTable, eventId: string, time: string) => {
    const kept = ledgerIn(table.clients, 'Ledger');
    const memory = await kept.load(ID.arn);
    if (!memory.read) throw new Error(memory.why);
    return kept.save(ID.arn, notifiedChanges(stopped(eventId, time), memory.value));
  };
  const tolds = (table: StrictTable) =>
    Object.keys(table.item(ID.arn, 'memory') ?? {}).filter((name) => name.startsWith('told:'));

  test('is the newest of it: an item has at most 400 KB', async () => {
    const table = strictTable();
    const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
    const before = Array.from({ length: 209 }, (_, index) => [`told:event event-${index}`, minutesAgo(300 - index)]);
    table.put(ID.arn, 'memory', { version: 1, ...Object.fromEntries(before) });
    await tell(table, 'event-209', NOW);
    expect(tolds(table)).toHaveLength(200);
    expect(tolds(table)).toContain('told:event event-209');
    expect(tolds(table)).not.toContain('told:event event-9');
  });

  test('is forgotten in writes that DynamoDB takes, however much there is of it', async () => {
    const table = strictTable();
    const old = Array.from({ length: 2_000 }, (_, index) => [`told:event ${index}`, '2026-11-18T09:00:00.000Z']);
    table.put(ID.arn, 'memory', { version: 1, ...Object.fromEntries(old) });
    for (let index = 0; index < 10; index += 1)
      expect(await tell(table, `event-${index}`, NOW)).toMatchObject({ ok: true });
    expect(tolds(table)).toHaveLength(10);
  });
});
