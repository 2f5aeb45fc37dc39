import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import { ID } from '../../../support/perfect-trail.ts';
import { mocked } from '../mocked.ts';
import { leaseOf, NOW } from './leased-table.ts';

const dynamoDb = mocked(DynamoDBClient);
const ledger = ledgerIn(itemsIn(clientsFor('eu-west-1'), 'Trailmend-Ledger', async () => {}));
const REFUSED = Object.assign(new Error('slow down'), { name: 'ProvisionedThroughputExceededException' });
const UNMET = Object.assign(new Error('The conditional request failed'), { name: 'ConditionalCheckFailedException' });
const LEASE_ITEM = {
  holder: { S: 'event-1' },
  until: { S: '2026-11-20T09:16:00.000Z' },
  dirty: { BOOL: false },
  begun: { M: { trigger: { M: { kind: { S: 'sweep' }, time: { S: NOW } } }, findings: { L: [] } } },
};

beforeEach(() => {
  dynamoDb.reset();
});

/** The conditions of the calls so far, apart from the version of the item. */
function conditions(): readonly unknown[] {
  return dynamoDb
    .calls()
    .map(({ args }) =>
      /^\(attribute_not_exists\((#\d)\) OR \1 = :\d\) AND \((.*)\)$/.exec(Object(args[0].input).ConditionExpression),
    )
    .map((parts) => parts?.[2]);
}

describe('acquire', () => {
  const OVER = '(#lease.#until < :now OR #lease.#until > :latest OR #lease.#holder = :holder)';
  const FREE = `attribute_not_exists(#lease) OR (#lease.#dirty = :dirty AND ${OVER})`;
  const HELD = '#lease.#until >= :now AND #lease.#until <= :latest AND #lease.#holder <> :holder';
  const INHERITED = `#lease.#dirty = :dirty AND ${OVER}`;
  const acquire = () => ledger.acquire(ID.arn, leaseOf('event-1'), NOW, { seenLogging: NOW });

  test('acquires a lease that is free, has expired, or is its own', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await acquire()).toEqual({ ok: true, value: 'acquired' });
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      {
        TableName: 'Trailmend-Ledger',
        Key: { pk: { S: ID.arn }, sk: { S: 'memory' } },
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

  test('requests a recheck of a lease that another run holds, with what that run has to know', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).resolves({});
    expect(await acquire()).toEqual({ ok: true, value: 'held-by-other' });
    expect(dynamoDb.call(1).args[0].input).toMatchObject({
      UpdateExpression: 'SET #0 = :0, #1 = :1, #lease.#dirty = :dirty',
      ExpressionAttributeNames: { '#0': 'seenLogging', '#dirty': 'dirty' },
      ExpressionAttributeValues: { ':dirty': { BOOL: true } },
    });
    expect(conditions()).toEqual([FREE, HELD]);
  });

  test('acquires an expired lease with a requested recheck, which stays requested', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejectsOnce(UNMET).resolves({});
    expect(await acquire()).toEqual({ ok: true, value: 'acquired' });
    expect(dynamoDb.call(2).args[0].input).toMatchObject({
      ExpressionAttributeValues: { ':0': { M: { ...LEASE_ITEM, dirty: { BOOL: true } } }, ':dirty': { BOOL: true } },
    });
    expect(conditions()).toEqual([FREE, HELD, INHERITED]);
  });

  test('tries again when the lease is released between its calls, and gives up after three rounds', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejectsOnce(UNMET).rejectsOnce(UNMET).resolves({});
    expect(await acquire()).toEqual({ ok: true, value: 'acquired' });
    expect(conditions()).toEqual([FREE, HELD, INHERITED, FREE]);
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejects(UNMET);
    expect(await acquire()).toMatchObject({ ok: false, error: { code: 'ConditionalCheckFailedException' } });
    expect(conditions()).toHaveLength(9);
  });

  test('returns any other error of each call', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await acquire()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await acquire()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await acquire()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    expect(conditions()).toHaveLength(3);
  });
});

describe('release', () => {
  const CLEAN = 'attribute_not_exists(#lease) OR (#lease.#holder = :holder AND #lease.#dirty = :clean)';
  const release = () => ledger.release(ID.arn, 'event-1', { seenLogging: NOW });

  test('saves and releases in one write', async () => {
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await release()).toEqual({ ok: true, value: 'released' });
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toMatchObject([
      { UpdateExpression: 'SET #0 = :0, #2 = :2 REMOVE #1', ExpressionAttributeNames: { '#1': 'lease' } },
    ]);
    expect(conditions()).toEqual([CLEAN]);
  });

  test('keeps a lease of which a recheck was requested, withdraws the request, and saves', async () => {
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).resolves({});
    expect(await release()).toEqual({ ok: true, value: 'recheck' });
    expect(dynamoDb.call(1).args[0].input).toMatchObject({
      UpdateExpression: 'SET #0 = :0, #1 = :1, #lease.#dirty = :clean',
      ExpressionAttributeValues: { ':0': { S: NOW }, ':clean': { BOOL: false } },
    });
    expect(conditions()).toEqual([CLEAN, '#lease.#holder = :holder']);
  });

  test('has lost a lease that is not its own any more', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(UNMET);
    expect(await release()).toEqual({ ok: true, value: 'lost' });
  });

  test('of a run that notifies has the condition in its writes, and makes no other call', async () => {
    const notifying = () => ledger.release(ID.arn, 'event-1', { notifications: 3, notifier: 'run' });
    const SEEN = 'attribute_not_exists(#notifications) OR #notifications = :seen OR #notifier = :notifier';
    dynamoDb.on(UpdateItemCommand).resolves({});
    expect(await notifying()).toEqual({ ok: true, value: 'released' });
    expect(conditions()).toEqual([`(${CLEAN}) AND (${SEEN})`]);
    expect(dynamoDb.call(0).args[0].input).toMatchObject({
      ExpressionAttributeNames: { '#0': 'notifications', '#1': 'notifier', '#notifications': 'notifications' },
      ExpressionAttributeValues: { ':0': { N: '3' }, ':seen': { N: '2' }, ':notifier': { S: 'run' } },
    });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejects(UNMET);
    expect(await notifying()).toEqual({ ok: true, value: 'notified-meanwhile' });
    expect(conditions()).toEqual([`(${CLEAN}) AND (${SEEN})`, `(#lease.#holder = :holder) AND (${SEEN})`]);
  });

  test('returns any other error of either call', async () => {
    dynamoDb.on(UpdateItemCommand).rejects(REFUSED);
    expect(await release()).toMatchObject({ ok: false, error: { message: 'slow down' } });
    dynamoDb.reset();
    dynamoDb.on(UpdateItemCommand).rejectsOnce(UNMET).rejects(REFUSED);
    expect(await release()).toMatchObject({ ok: false, error: { message: 'slow down' } });
  });
});
