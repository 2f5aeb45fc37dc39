import { BatchGetItemCommand, type BatchGetItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { clientsFor } from '../../../../lambda/aws/clients.ts';
import type { Key } from '../../../../lambda/aws/ledger/expressions.ts';
import { ledgerIn } from '../../../../lambda/aws/ledger/ledger-table.ts';
import { readItems } from '../../../../lambda/aws/ledger/read-items.ts';
import { itemsIn } from '../../../../lambda/aws/ledger/table.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { mocked } from '../mocked.ts';

const dynamoDb = mocked(DynamoDBClient);
const TABLE = 'Ledger';
const REFUSED = Object.assign(new Error('no'), { name: 'AccessDeniedException' });
const keysOf = (count: number) => Array.from({ length: count }, (_, index): Key => [`trail-${index}`, 'memory']);

/** Reads with a clock of its own, and says how long that took. */
async function read(keys: readonly Key[]) {
  const clock = virtualClock(0);
  const results = await readItems(keys, { clients: clientsFor('eu-west-1'), tableName: TABLE, sleep: clock.sleep });
  return { results, tookMs: clock.now() };
}

/** Responds with every requested item except those that it leaves unprocessed. */
function respondTo(input: BatchGetItemCommandInput, unprocessed: number) {
  const keys = input.RequestItems?.[TABLE]?.Keys ?? [];
  const done = keys.slice(0, keys.length - unprocessed).map((key) => ({ ...key, seen: { S: String(key['pk']?.S) } }));
  const left = keys.slice(keys.length - unprocessed);
  return {
    Responses: { [TABLE]: done.toReversed() },
    ...(left.length > 0 && { UnprocessedKeys: { [TABLE]: { Keys: left } } }),
  };
}

function requests(): readonly number[] {
  return dynamoDb.calls().map(({ args }) => Object(args[0].input).RequestItems[TABLE].Keys.length);
}

beforeEach(() => {
  dynamoDb.reset();
});

describe('items', () => {
  test('are requested consistently, and come back in the order of their keys', async () => {
    dynamoDb.on(BatchGetItemCommand).callsFake((input) => respondTo(input, 0));
    const { results } = await read(keysOf(3));
    expect(dynamoDb.calls().map(({ args }) => args[0].input)).toEqual([
      {
        RequestItems: {
          [TABLE]: { Keys: keysOf(3).map(([pk, sk]) => marshall({ pk, sk })), ConsistentRead: true },
        },
      },
    ]);
    expect(results.map((result) => result.ok && result.value?.['seen'])).toEqual(['trail-0', 'trail-1', 'trail-2']);
  });

  test('that do not exist are undefined', async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({ Responses: { [TABLE]: [] } });
    expect((await read(keysOf(1))).results).toEqual([{ ok: true, value: undefined }]);
  });

  test('are requested 100 at a time', async () => {
    dynamoDb.on(BatchGetItemCommand).callsFake((input) => respondTo(input, 0));
    const { results } = await read(keysOf(201));
    expect(requests()).toEqual([100, 100, 1]);
    expect(results.at(-1)).toMatchObject({ ok: true, value: { seen: 'trail-200' } });
  });

  test('of a key that is given twice are requested once: DynamoDB refuses duplicates', async () => {
    dynamoDb.on(BatchGetItemCommand).callsFake((input) => respondTo(input, 0));
    const { results } = await read([...keysOf(1), ...keysOf(1)]);
    expect(requests()).toEqual([1]);
    expect(results).toHaveLength(2);
    expect(results[1]).toEqual(results[0]);
  });

  test('of no key cost no call', async () => {
    expect((await read([])).results).toEqual([]);
    expect(requests()).toEqual([]);
  });
});

describe('keys that DynamoDB leaves unprocessed', () => {
  test('are requested again, after a pause that doubles', async () => {
    const unprocessed = [2, 1];
    dynamoDb.on(BatchGetItemCommand).callsFake((input) => respondTo(input, unprocessed.shift() ?? 0));
    const { results, tookMs } = await read(keysOf(3));
    expect(requests()).toEqual([3, 2, 1]);
    expect(tookMs).toBe(50 + 100);
    expect(results.map((result) => result.ok && result.value?.['seen'])).toEqual(['trail-0', 'trail-1', 'trail-2']);
  });

  test('are unread after five attempts; the others are read', async () => {
    dynamoDb.on(BatchGetItemCommand).callsFake((input) => respondTo(input, 1));
    const { results } = await read(keysOf(2));
    expect(requests()).toEqual([2, 1, 1, 1, 1]);
    expect(results).toEqual([
      { ok: true, value: expect.objectContaining({ seen: 'trail-0' }) },
      { ok: false, error: { operation: 'BatchGetItem', code: 'UnprocessedKeys', message: expect.any(String) } },
    ]);
  });
});

describe('a call that fails', () => {
  test('makes its own items unread', async () => {
    dynamoDb
      .on(BatchGetItemCommand)
      .callsFakeOnce((input) => respondTo(input, 0))
      .rejects(REFUSED);
    const { results } = await read(keysOf(101));
    expect(results.filter(({ ok }) => ok)).toHaveLength(100);
    expect(results.at(-1)).toMatchObject({ ok: false, error: { operation: 'BatchGetItem', message: 'no' } });
  });

  test('is one whose response has no list: that is no proof that the items do not exist', async () => {
    dynamoDb.on(BatchGetItemCommand).resolves({});
    expect((await read(keysOf(1))).results).toMatchObject([{ ok: false }]);
  });

  test.each([
    ['nothing', null],
    ['no key', { seen: { S: 'now' } }],
    ['a key of another type', { pk: { N: '1' }, sk: { S: 'memory' } }],
  ])('is one whose item has %s: that item may be the one that was requested', async (_what, item) => {
    dynamoDb.on(BatchGetItemCommand).resolves({ Responses: { [TABLE]: [item as never] } });
    const { results } = await read(keysOf(1));
    expect(results).toMatchObject([{ ok: false, error: { message: 'AWS returned an item without its key' } }]);
  });
});

test('the ledger gives the memory of each trail, the empty one for a new trail, and why one is unread', async () => {
  dynamoDb.on(BatchGetItemCommand).resolves({
    Responses: {
      [TABLE]: [
        marshall({ pk: 'one', sk: 'memory', version: 1, seenLogging: 'now' }),
        marshall({ pk: 'three', sk: 'memory', version: 2 }),
      ],
    },
  });
  const ledger = ledgerIn(itemsIn(clientsFor('eu-west-1'), TABLE, async () => {}));
  expect(await ledger.loadAll(['one', 'two', 'three'])).toEqual([
    { read: true, value: { seenLogging: 'now', notified: {}, pending: [] } },
    { read: true, value: { notified: {}, pending: [] } },
    { read: false, why: expect.stringContaining('this version does not understand the item') },
  ]);
});
