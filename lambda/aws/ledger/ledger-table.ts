import { GetItemCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Ledger } from '../../app/ports.ts';
import { type AwsResult, formatAwsError } from '../../core/model/aws-result.ts';
import type { Fact } from '../../core/model/facts.ts';
import { ITEM_VERSION, type MemoryChanges, NO_MEMORY, type TrailMemory } from '../../core/model/memory.ts';
import { callAws } from '../call.ts';
import type { Clients } from '../clients.ts';
import { cursorItem, memoryItem } from './items.ts';
import { type Condition, leases, namesIn } from './leases.ts';

/** The table's key: an item for each trail and one for the sweep; what comes later stands beside them under the same trail. */
export const LEDGER_KEY = { partition: 'pk', sort: 'sk' } as const;
/** The attribute that says when an item may go, in seconds since the epoch. */
export const LEDGER_EXPIRY = 'expires';
/** Attributes of what people were told, and of what they are still to be told, begin so: each stands for itself, so that two runs can add theirs. */
const APART = ['told', 'owed'] as const;

type Key = readonly [partition: string, sort: string];
type Item = Readonly<Record<string, unknown>>;

const memoryOf = (trailArn: string): Key => [trailArn, 'memory'];
const SWEEP: Key = ['sweep', 'cursor'];

/** The ledger in its table: the only place that knows the items as DynamoDB holds them. */
export function ledgerIn(clients: Pick<Clients, 'dynamoDb'>, tableName: string): Ledger {
  const read = (key: Key): Promise<AwsResult<Item | undefined>> =>
    // Consistently: the next try of a run that crashed has to see what that one wrote.
    callAws('GetItem', async () => {
      const input = { TableName: tableName, Key: marshall(keyed(key)), ConsistentRead: true };
      const { Item: item } = await clients.dynamoDb().send(new GetItemCommand(input));
      return item && unmarshall(item);
    });
  const write = (key: Key, attributes: Item, when?: Condition): Promise<AwsResult<unknown>> =>
    callAws('UpdateItem', () =>
      clients.dynamoDb().send(new UpdateItemCommand({ TableName: tableName, ...updateOf(key, attributes, when) })),
    );
  return {
    load: async (trailArn) => factFrom(await read(memoryOf(trailArn)), memoryItem, NO_MEMORY, inOrder),
    save: (trailArn, changes) => write(memoryOf(trailArn), attributesOf(changes)),
    ...leases((trailArn, changes, when) => write(memoryOf(trailArn), attributesOf(changes), when)),
    recallCursor: async () => factFrom(await read(SWEEP), cursorItem, undefined, ({ cursor }) => cursor),
    rememberCursor: (cursor) => write(SWEEP, { cursor: cursor ?? null }),
  };
}

function keyed([partition, sort]: Key): Record<string, string> {
  return { [LEDGER_KEY.partition]: partition, [LEDGER_KEY.sort]: sort };
}

/** @param none what an item that does not exist stands for */
function factFrom<T, U>(
  answer: AwsResult<Item | undefined>,
  schema: z.ZodMiniType<T>,
  none: U,
  read: (parsed: T) => U,
): Fact<U> {
  if (!answer.ok) return { read: false, why: formatAwsError(answer.error) };
  const item = answer.value;
  if (item === undefined) return { read: true, value: none };
  const parsed = schema.safeParse(gathered(item));
  if (parsed.success) return { read: true, value: read(parsed.data) };
  return { read: false, why: `the item is not as this version writes it: ${z.prettifyError(parsed.error)}` };
}

/** Messages in the order in which they came to be owed. */
function inOrder({ version: _, owed, ...memory }: z.infer<typeof memoryItem>): TrailMemory {
  const waiting = Object.values(owed).toSorted((one, other) => (one.time < other.time ? -1 : 1));
  return { ...memory, ...(waiting.length > 0 && { owed: waiting }) };
}

/** An item with the attributes that stand apart gathered under their names. */
function gathered(item: Item): Item {
  const under = (name: string): Item => {
    const prefix = `${name}:`;
    const own = Object.entries(item).filter(([key]) => key.startsWith(prefix));
    return Object.fromEntries(own.map(([key, value]) => [key.slice(prefix.length), value]));
  };
  return { ...item, ...Object.fromEntries(APART.map((name) => [name, under(name)])) };
}

function attributesOf({ told = {}, owed = {}, ...rest }: MemoryChanges): Item {
  const apart = Object.entries({ told, owed }).flatMap(([name, entries]) =>
    Object.entries(entries).map(([key, value]) => [`${name}:${key}`, value]),
  );
  return { ...rest, ...Object.fromEntries(apart) };
}

/**
 * Sets each attribute, and the version; null removes one. All others stay as they are, and so does the whole item of another
 * version: this one does not know what it would undo.
 */
function updateOf(key: Key, attributes: Item, when?: Condition): Omit<UpdateItemCommandInput, 'TableName'> {
  const entries = Object.entries({ ...attributes, version: ITEM_VERSION });
  const version = entries.length - 1;
  const known = `(attribute_not_exists(#${version}) OR #${version} = :${version})`;
  const named = entries.map(([name, value], index) => ({ name, value, index }));
  const set = named.filter(({ value }) => value !== null);
  const removed = named.filter(({ value }) => value === null);
  const setting = [...set.map(({ index }) => `#${index} = :${index}`), ...(when?.sets ?? [])].join(', ');
  const removing = removed.length > 0 ? ` REMOVE ${removed.map(({ index }) => `#${index}`).join(', ')}` : '';
  const values = Object.fromEntries(set.map(({ value, index }) => [`:${index}`, value]));
  return {
    Key: marshall(keyed(key)),
    UpdateExpression: `SET ${setting}${removing}`,
    ConditionExpression: when ? `${known} AND (${when.expression})` : known,
    ExpressionAttributeNames: {
      ...Object.fromEntries(named.map(({ name, index }) => [`#${index}`, name])),
      ...(when && namesIn(`${when.expression} ${when.sets?.join()}`)),
    },
    ExpressionAttributeValues: marshall({ ...values, ...when?.values }, { removeUndefinedValues: true }),
  };
}
