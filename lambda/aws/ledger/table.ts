import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock } from '../../app/ports.ts';
import { type AwsResult, formatAwsError, hasCode } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import { NOT_UNDERSTOOD } from '../../core/model/memory.ts';
import type { Result } from '../../core/model/result.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { type Condition, type Counting, type Item, type Key, keyAttributes, updateOf } from './expressions.ts';
import { readItems } from './read-items.ts';

/** The items of the ledger, by their keys. */
export interface LedgerItems {
  readonly read: (key: Key) => Promise<AwsResult<Item | undefined>>;
  /** In the order of the keys. */
  readonly readAll: (keys: readonly Key[]) => Promise<readonly AwsResult<Item | undefined>[]>;
  readonly write: (key: Key, attributes: Item, condition?: Condition) => Promise<AwsResult<unknown>>;
  /** Writes, adds numbers, and returns the new item. */
  readonly count: (key: Key, attributes: Item, counting: Counting, condition?: Condition) => Promise<AwsResult<Item>>;
}

export function itemsIn(clients: Pick<Clients, 'dynamoDb'>, tableName: string, sleep: Clock['sleep']): LedgerItems {
  return {
    // Consistent, because the retry of a crashed run must see what that run wrote.
    read: (key) =>
      callAws('GetItem', async () => {
        const input = { TableName: tableName, Key: marshall(keyAttributes(key)), ConsistentRead: true };
        const { Item: item } = await clients.dynamoDb().send(new GetItemCommand(input));
        return item && unmarshall(item);
      }),
    readAll: (keys) => readItems(keys, { clients, tableName, sleep }),
    write: (key, attributes, condition) =>
      callAws('UpdateItem', () =>
        clients
          .dynamoDb()
          .send(new UpdateItemCommand({ TableName: tableName, ...updateOf(key, attributes, condition) })),
      ),
    count: (key, attributes, counting, condition) =>
      callAws('UpdateItem', async () => {
        const update = updateOf(key, attributes, condition, counting);
        const input = { TableName: tableName, ...update, ReturnValues: 'ALL_NEW' } as const;
        const { Attributes: item = {} } = await clients.dynamoDb().send(new UpdateItemCommand(input));
        return unmarshall(item);
      }),
  };
}

/** @param absent the value of a missing item */
export function factFrom<T>(
  result: AwsResult<Item | undefined>,
  parse: (item: Item) => Result<T, string>,
  absent: T,
): Fact<T> {
  if (!result.ok) return { read: false, why: formatAwsError(result.error) };
  if (result.value === undefined) return { read: true, value: absent };
  const parsed = parse(result.value);
  return parsed.ok ? { read: true, value: parsed.value } : { read: false, why: `${NOT_UNDERSTOOD}: ${parsed.error}` };
}

/** Whether DynamoDB did not write because the condition is not met. */
export function isUnmet(result: AwsResult<unknown>): boolean {
  return !result.ok && hasCode(result.error, 'ConditionalCheckFailed');
}
