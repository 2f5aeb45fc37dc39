import { BatchGetItemCommand, DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import { notifiedChanges } from '../../../../lambda/core/notification/notified.ts';
import { type StrictTable, strictTable } from '../../../support/aws/strict-table.ts';
import { ID, recordWith, triggerWith } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';
import { leaseOf, NOW } from './leased-table.ts';

const dynamoDb = mocked(DynamoDBClient);
const ledger = ledgerIn(itemsIn(clientsFor('eu-west-1'), 'Trailmend-Ledger', async () => {}));
const REFUSED = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' });
const KEY = { pk: { S: ID.arn }, sk: { S: 'memory' } };

beforeEach(() => {
  dynamoDb.reset();
});

describe('load', () => {
  test("reads the trail's one item, consistently, in the function's Region", async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    await ledger.load(ID.arn);
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      { TableName: 'Trailmend-Ledger', Key: KEY, ConsistentRead: true },
    ]);
    expect(await dynamoDb.call(0).thisValue.config.region()).toBe('eu-west-1');
  });

  test('gives the empty memory for a trail that is new to the ledger', async () => {
    dynamoDb.on(GetItemCommand).resolves({});
    expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { notified: {}, pending: [] } });
  });

  test('gives what the item remembers', async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: { ...KEY, version: { N: '1' }, seenLogging: { S: NOW } } });
    expect(await ledger.load(ID.arn)).toEqual({ read: true, value: { seenLogging: NOW, notified: {}, pending: [] } });
  });

  test('says that it does not understand an item', async () => {
    dynamoDb.on(GetItemCommand).resolves({ Item: { ...KEY, version: { N: '2' } } });
    expect(await ledger.load(ID.arn)).toEqual({
      read: false,
      why: expect.stringMatching(/^this version does not understand the item: .*→ at version$/s),
    });
  });

  test('says why AWS did not answer', async () => {
    dynamoDb.on(GetItemCommand).rejects(REFUSED);
    expect(await ledger.load(ID.arn)).toEqual({
      read: false,
      why: 'GetItem returned ProvisionedThroughputExceededException: "slow down"',
    });
  });
});

describe('save', () => {
  test('sets what is given, removes what is null, and leaves the rest', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    const { ok } = await ledger.save(ID.arn, {
      seenLogging: '2026-11-20T09:00:00Z',
      awaitingVerification: null,
      notified: { outcome: '2026-11-20T09:00:01Z' },
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

  test('returns an error, and does not throw it', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await ledger.save(ID.arn, { seenLogging: 'now' })).toMatchObject({
      ok: false,
      error: { operation: 'UpdateItem', message: 'slow down' },
    });
  });
});

describe('the open issues', () => {
  const issue = { outcome: 'FAILED', reason: 'unread-fact', time: NOW, rules: [] } as const;

  test('have an item of their own', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    dynamoDb.on(GetItemCommand).resolves({});
    await ledger.saveIssues({ open: { account: issue } });
    await ledger.loadIssues();
    expect(dynamoDb.calls().map(({ args }) => Object(args[0].input).Key)).toEqual([
      { pk: { S: 'sweep' }, sk: { S: 'issues' } },
      { pk: { S: 'sweep' }, sk: { S: 'issues' } },
    ]);
  });

  test('are opened and closed one by one; there are none before the first sweep', async () => {
    const kept = ledgerIn(itemsIn(strictTable().clients, 'Ledger', async () => {}));
    expect(await kept.loadIssues()).toEqual({ read: true, value: { open: {}, claims: {} } });
    await kept.saveIssues({
      open: { account: issue, 'region eu-west-1': issue },
      claims: { account: NOW, regions: NOW },
    });
    await kept.saveIssues({ open: { account: null }, claims: { regions: null } });
    expect(await kept.loadIssues()).toEqual({
      read: true,
      value: { open: { 'region eu-west-1': issue }, claims: { account: NOW } },
    });
  });

  test('are claimed by one of two sweeps that read the same; a table of an earlier version counts as new', async () => {
    const table = strictTable();
    table.put('sweep', 'issues', { version: 1, 'issue:account': issue });
    const kept = ledgerIn(itemsIn(table.clients, 'Ledger', async () => {}));
    const claim = { claims: { account: NOW }, notifications: 1 };
    expect(await kept.saveIssues(claim)).toEqual({ ok: true, value: 'saved' });
    expect(await kept.saveIssues(claim)).toEqual({ ok: true, value: 'notified-meanwhile' });
    expect(await kept.loadIssues()).toEqual({ read: true, value: { open: { account: issue }, ...claim } });
  });

  test('say why AWS did not answer', async () => {
    dynamoDb.on(GetItemCommand).rejects(REFUSED);
    expect(await ledger.loadIssues()).toMatchObject({ read: false, why: expect.stringContaining('slow down') });
  });
});

test('the known trails have an item of their own, and are added and removed one by one', async () => {
  const table = strictTable();
  const kept = ledgerIn(itemsIn(table.clients, 'Ledger', async () => {}));
  expect(await kept.loadKnownTrails()).toEqual({ read: true, value: {} });
  await kept.saveKnownTrails({ [ID.arn]: NOW, other: NOW });
  await kept.saveKnownTrails({ other: null });
  expect(await kept.loadKnownTrails()).toEqual({ read: true, value: { [ID.arn]: NOW } });
});

test('an item of another version is neither read nor changed', async () => {
  const newer = { version: 2, toldOutcome: 'as a later trailmend writes it' };
  const table = strictTable();
  table.put(ID.arn, 'memory', newer);
  table.put('sweep', 'issues', newer);
  const older = ledgerIn(itemsIn(table.clients, 'Ledger', async () => {}));
  expect([await older.load(ID.arn), await older.loadIssues()]).toMatchObject([{ read: false }, { read: false }]);
  const results = [
    await older.save(ID.arn, { seenLogging: NOW }),
    await older.acquire(ID.arn, leaseOf('event-1'), NOW, {}),
    await older.release(ID.arn, 'event-1', { seenLogging: NOW }),
    await older.saveIssues({ open: { account: null } }),
  ];
  expect(table.item(ID.arn, 'memory')).toEqual({ pk: ID.arn, sk: 'memory', ...newer });
  expect(table.item('sweep', 'issues')).toEqual({ pk: 'sweep', sk: 'issues', ...newer });
  expect(results.map((result) => (result.ok ? result.value : result.error.code))).toEqual([
    'ConditionalCheckFailedException',
    'ConditionalCheckFailedException',
    'lost',
    'ConditionalCheckFailedException',
  ]);
});

describe('the notifications about a trail that is stopped again and again', () => {
  const stopped = (eventId: string, time: string) =>
    recordWith({
      id: eventId,
      time,
      trigger: triggerWith({ eventId, eventName: 'StopLogging', tampering: 'stopped' }),
    });
  const notify = async (table: StrictTable, eventId: string, time: string) => {
    const kept = ledgerIn(itemsIn(table.clients, 'Ledger', async () => {}));
    const memory = await kept.load(ID.arn);
    if (!memory.read) throw new Error(memory.why);
    return kept.save(ID.arn, notifiedChanges(stopped(eventId, time), memory.value));
  };
  const notified = (table: StrictTable) =>
    Object.keys(table.item(ID.arn, 'memory') ?? {}).filter((name) => name.startsWith('told:'));

  test('are remembered up to a limit, the newest ones: an item has at most 400 KB', async () => {
    const table = strictTable();
    const minutesAgo = (minutes: number) => new Date(Date.parse(NOW) - minutes * 60_000).toISOString();
    const before = Array.from({ length: 209 }, (_, index) => [`told:event event-${index}`, minutesAgo(300 - index)]);
    table.put(ID.arn, 'memory', { version: 1, ...Object.fromEntries(before) });
    await notify(table, 'event-209', NOW);
    expect(notified(table)).toHaveLength(200);
    expect(notified(table)).toContain('told:event event-209');
    expect(notified(table)).not.toContain('told:event event-9');
  });

  test('are removed in writes that DynamoDB accepts, however many there are', async () => {
    const table = strictTable();
    const old = Array.from({ length: 2_000 }, (_, index) => [`told:event ${index}`, '2026-11-18T09:00:00.000Z']);
    table.put(ID.arn, 'memory', { version: 1, ...Object.fromEntries(old) });
    for (let index = 0; index < 10; index += 1)
      expect(await notify(table, `event-${index}`, NOW)).toMatchObject({ ok: true });
    // The ten events, and the deed of their caller.
    expect(notified(table)).toHaveLength(11);
  });
});

describe('a probe', () => {
  const PROBE_KEY = { pk: { S: 'region eu-west-1' }, sk: { S: 'probe' } };
  const UNMET = Object.assign(new Error('no'), { name: 'ConditionalCheckFailedException' });

  test('is loaded for each Region; one that was removed is missing', async () => {
    const removed = { ...PROBE_KEY, pk: { S: 'region us-east-1' }, version: { N: '1' } };
    dynamoDb.on(BatchGetItemCommand).resolves({
      Responses: {
        'Trailmend-Ledger': [{ ...PROBE_KEY, version: { N: '1' }, hash: { S: 'h' }, sent: { S: NOW } }, removed],
      },
    });
    expect(await ledger.loadProbes(['eu-west-1', 'us-east-1', 'eu-west-3'])).toEqual([
      { read: true, value: { hash: 'h', sent: NOW } },
      { read: true, value: undefined },
      { read: true, value: undefined },
    ]);
  });

  test('is replaced only if it still has the expected hash, or if no probe exists', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await ledger.saveProbe('eu-west-1', { hash: 'new', sent: null }, 'old')).toMatchObject({ value: 'saved' });
    expect(await ledger.saveProbe('eu-west-1', { hash: 'new' }, undefined)).toMatchObject({ value: 'saved' });
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toMatchObject([
      {
        Key: PROBE_KEY,
        ConditionExpression: '(attribute_not_exists(#2) OR #2 = :2) AND (#hash = :hash)',
        ExpressionAttributeNames: { '#0': 'hash', '#hash': 'hash' },
        ExpressionAttributeValues: { ':0': { S: 'new' }, ':hash': { S: 'old' } },
      },
      { ConditionExpression: '(attribute_not_exists(#1) OR #1 = :1) AND (attribute_not_exists(#hash))' },
    ]);
  });

  test('stays when it has another hash', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await ledger.saveProbe('eu-west-1', { arrived: NOW }, 'h')).toEqual({ ok: true, value: 'other-probe' });
    expect(await ledger.saveProbe('eu-west-1', { arrived: NOW }, 'h')).toMatchObject({ ok: false });
  });
});

describe('the settings', () => {
  const SETTINGS_KEY = { pk: { S: 'sweep' }, sk: { S: 'settings' } };

  test('are saved and loaded as texts; the first sweep has none', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    await ledger.saveSettings({ Mode: 'fix' });
    expect(dynamoDb.calls()[0]?.args[0].input).toMatchObject({
      Key: SETTINGS_KEY,
      ExpressionAttributeValues: { ':0': { M: { Mode: { S: 'fix' } } } },
    });
    dynamoDb.on(GetItemCommand).resolves({});
    expect(await ledger.loadSettings()).toEqual({ read: true, value: undefined });
    const item = { ...SETTINGS_KEY, version: { N: '1' }, settings: { M: { Mode: { S: 'fix' } } } };
    dynamoDb.on(GetItemCommand).resolves({ Item: item });
    expect(await ledger.loadSettings()).toEqual({ read: true, value: { Mode: 'fix' } });
    dynamoDb.on(GetItemCommand).resolves({ Item: { ...item, settings: { M: { Mode: { N: '1' } } } } });
    expect(await ledger.loadSettings()).toMatchObject({ read: false });
  });
});
