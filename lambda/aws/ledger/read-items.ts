import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '../../app/ports.ts';
import type { AwsError, AwsResult } from '../../core/model/aws-result.ts';
import { failed, succeeded } from '../../core/model/result.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { type Item, type Key, keyAttributes } from './expressions.ts';
import { LEDGER_KEY } from './table-schema.ts';

/** The table to read from. */
export interface ReadFrom {
  readonly clients: Pick<Clients, 'dynamoDb'>;
  readonly tableName: string;
  readonly sleep: Clock['sleep'];
}

/** Most keys of one call (DynamoDB API reference, BatchGetItem). */
const MOST_KEYS = 100;
const MOST_ATTEMPTS = 5;
const FIRST_PAUSE_MS = 50;

/**
 * Reads items consistently, 100 with each call. While DynamoDB leaves keys unprocessed, trailmend
 * requests again what it did not get, after a pause that doubles, as DynamoDB recommends.
 * Source: DynamoDB API reference, BatchGetItem.
 * @returns a result for each key, in the order of the keys; undefined for a missing item
 */
export async function readItems(keys: readonly Key[], from: ReadFrom): Promise<readonly AwsResult<Item | undefined>[]> {
  const wanted = keys.map(keyAttributes);
  const distinct = [...new Map(wanted.map((key) => [identityOf(key), key])).values()];
  const batches = Array.from({ length: Math.ceil(distinct.length / MOST_KEYS) }, (_, index) =>
    distinct.slice(index * MOST_KEYS, (index + 1) * MOST_KEYS),
  );
  const results = new Map((await Promise.all(batches.map((batch) => readBatch(batch, from)))).flat());
  return wanted.map((key) => results.get(identityOf(key)) ?? succeeded(undefined));
}

type Entry = readonly [identity: string, result: AwsResult<Item | undefined>];

async function readBatch(batch: readonly Item[], from: ReadFrom): Promise<readonly Entry[]> {
  const found = new Map<string, Entry[1]>();
  for (let attempt = 1; ; attempt += 1) {
    const left = batch.filter((key) => !found.has(identityOf(key)));
    const answer = await getItems(left, from);
    if (answer.ok) for (const item of answer.value.items) found.set(identityOf(item), succeeded(item));
    if (answer.ok && answer.value.isComplete) return [...found];
    if (!answer.ok || attempt === MOST_ATTEMPTS) {
      const error = answer.ok ? UNPROCESSED : answer.error;
      return batch.map((key) => [identityOf(key), found.get(identityOf(key)) ?? failed(error)]);
    }
    await from.sleep(FIRST_PAUSE_MS * 2 ** (attempt - 1));
  }
}

function getItems(keys: readonly Item[], { clients, tableName }: ReadFrom) {
  return callAws('BatchGetItem', async () => {
    const Keys = keys.map((key) => marshall(key));
    // Consistent, because the retry of a crashed run must see what that run wrote.
    const input = { RequestItems: { [tableName]: { Keys, ConsistentRead: true } } };
    const { Responses = {}, UnprocessedKeys = {} } = await clients.dynamoDb().send(new BatchGetItemCommand(input));
    if (!Responses[tableName]) throw new Error('AWS returned no list of items');
    const items = Array.from(Responses[tableName], (item?: (typeof Responses)[string][number]) =>
      item ? unmarshall(item) : {},
    );
    // One without its key may be the requested one, which then would count as missing.
    if (!items.every(hasKey)) throw new Error('AWS returned an item without its key');
    return { items, isComplete: Object.keys(UnprocessedKeys).length === 0 };
  });
}

const UNPROCESSED: AwsError = {
  operation: 'BatchGetItem',
  code: 'UnprocessedKeys',
  message: `DynamoDB did not process the key in ${MOST_ATTEMPTS} attempts`,
};

function hasKey(item: Item): boolean {
  return Object.values(LEDGER_KEY).every((name) => typeof item[name] === 'string');
}

/** The key in an item. */
function identityOf(item: Item): string {
  return JSON.stringify([item[LEDGER_KEY.partition], item[LEDGER_KEY.sort]]);
}
