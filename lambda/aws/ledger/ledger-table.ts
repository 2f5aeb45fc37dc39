import { GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { Clock, Ledger } from '../../app/ports.ts';
import { type AwsResult, formatAwsError } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/fact.ts';
import { type MemoryChanges, NO_MEMORY } from '../../core/model/memory.ts';
import type { Result } from '../../core/model/result.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { type Condition, type Item, type Key, keyAttributes, updateOf } from './expressions.ts';
import { issueAttributes, issuesFrom, memoryAttributes, memoryFrom } from './items.ts';
import { acquireWith, releaseWith } from './leases.ts';
import { readItems } from './read-items.ts';

const memoryKey = (key: string): Key => [key, 'memory'];
const ISSUES: Key = ['sweep', 'issues'];

/** The ledger in its DynamoDB table. */
export function ledgerIn(clients: Pick<Clients, 'dynamoDb'>, tableName: string, sleep: Clock['sleep']): Ledger {
  const read = (key: Key): Promise<AwsResult<Item | undefined>> =>
    // Consistent, because the retry of a crashed run must see what that run wrote.
    callAws('GetItem', async () => {
      const input = { TableName: tableName, Key: marshall(keyAttributes(key)), ConsistentRead: true };
      const { Item: item } = await clients.dynamoDb().send(new GetItemCommand(input));
      return item && unmarshall(item);
    });
  const write = (key: Key, attributes: Item, condition?: Condition): Promise<AwsResult<unknown>> =>
    callAws('UpdateItem', () =>
      clients.dynamoDb().send(new UpdateItemCommand({ TableName: tableName, ...updateOf(key, attributes, condition) })),
    );
  const writeMemory = (key: string, changes: MemoryChanges, condition?: Condition) =>
    write(memoryKey(key), memoryAttributes(changes), condition);
  return {
    load: async (key) => factFrom(await read(memoryKey(key)), memoryFrom, NO_MEMORY),
    async loadAll(keys) {
      const items = await readItems(keys.map(memoryKey), { clients, tableName, sleep });
      return items.map((item) => factFrom(item, memoryFrom, NO_MEMORY));
    },
    save: (key, changes) => writeMemory(key, changes),
    acquire: acquireWith(writeMemory),
    release: releaseWith(writeMemory),
    loadIssues: async () => factFrom(await read(ISSUES), issuesFrom, {}),
    saveIssues: (changes) => write(ISSUES, issueAttributes(changes)),
  };
}

/** @param absent the value of a missing item */
function factFrom<T>(
  result: AwsResult<Item | undefined>,
  parse: (item: Item) => Result<T, string>,
  absent: T,
): Fact<T> {
  if (!result.ok) return { read: false, why: formatAwsError(result.error) };
  if (result.value === undefined) return { read: true, value: absent };
  const parsed = parse(result.value);
  return parsed.ok
    ? { read: true, value: parsed.value }
    : { read: false, why: `this version does not understand the item: ${parsed.error}` };
}
