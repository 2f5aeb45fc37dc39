import { GetItemCommand, UpdateItemCommand, type UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod/mini';
import type { Fact } from '../core/facts.ts';
import {
  ITEM_VERSION,
  type Lease,
  type MemoryChanges,
  NO_MEMORY,
  type SweepCursor,
  type TrailMemory,
} from '../core/ledger.ts';
import type { Clients } from './clients.ts';
import { type Answer, answerOf, sentence } from './errors.ts';
import { type Condition, leases, namesIn } from './leases.ts';
import { cursorItem, memoryItem } from './ledger-items.ts';

/** What trailmend remembers between runs. Nothing here rejects: a run goes on without memory. */
export interface Ledger {
  /** One call; the empty memory of a trail that is new to the ledger. */
  readonly recall: (trailArn: string) => Promise<Fact<TrailMemory>>;
  readonly remember: (trailArn: string, changes: MemoryChanges) => Promise<Answer<unknown>>;
  /**
   * Takes the lease of a trail, unless another holds it: that one is then told to look again.
   * @param now ISO 8601, UTC
   * @param marks what the other has to know
   */
  readonly take: (
    trailArn: string,
    lease: Lease,
    now: string,
    marks: MemoryChanges,
  ) => Promise<Answer<'taken' | 'held'>>;
  /**
   * Writes changes down and gives a lease back, in one; `dirty` when somebody wanted the trail meanwhile: the lease still holds then,
   * clean, for another look. `lost` when somebody else has it by now, or nobody: then nothing is written down.
   */
  readonly release: (
    trailArn: string,
    holder: string,
    changes: MemoryChanges,
  ) => Promise<Answer<'released' | 'dirty' | 'lost'>>;
  /** Where the next sweep begins; undefined at the beginning. */
  readonly recallCursor: () => Promise<Fact<SweepCursor | undefined>>;
  /** @param cursor undefined when the sweep came to its end */
  readonly rememberCursor: (cursor: SweepCursor | undefined) => Promise<Answer<unknown>>;
}

/** The table's key: an item for each trail and one for the sweep; what comes later stands beside them under the same trail. */
export const LEDGER_KEY = { partition: 'pk', sort: 'sk' } as const;
/** The attribute that says when an item may go, in seconds since the epoch. */
export const LEDGER_EXPIRY = 'expires';
/** Attributes of what people were told begin so: each stands for itself, so that two runs can add theirs. */
const TOLD = 'told:';

type Key = readonly [partition: string, sort: string];
type Item = Readonly<Record<string, unknown>>;

const memoryOf = (trailArn: string): Key => [trailArn, 'memory'];
const SWEEP: Key = ['sweep', 'cursor'];

/** The ledger in its table: the only place that knows the items as DynamoDB holds them. */
export function ledgerIn(clients: Pick<Clients, 'dynamoDb'>, tableName: string): Ledger {
  const read = (key: Key): Promise<Answer<Item | undefined>> =>
    // Consistently: the next try of a run that crashed has to see what that one wrote.
    answerOf('GetItem', async () => {
      const input = { TableName: tableName, Key: marshall(keyed(key)), ConsistentRead: true };
      const { Item: item } = await clients.dynamoDb().send(new GetItemCommand(input));
      return item && unmarshall(item);
    });
  const write = (key: Key, attributes: Item, when?: Condition): Promise<Answer<unknown>> =>
    answerOf('UpdateItem', () =>
      clients.dynamoDb().send(new UpdateItemCommand({ TableName: tableName, ...updateOf(key, attributes, when) })),
    );
  return {
    recall: async (trailArn) => factFrom(await read(memoryOf(trailArn)), memoryItem, NO_MEMORY, withTold),
    remember: (trailArn, changes) => write(memoryOf(trailArn), attributesOf(changes)),
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
  answer: Answer<Item | undefined>,
  schema: z.ZodMiniType<T>,
  none: U,
  read: (parsed: T, item: Item) => U,
): Fact<U> {
  if (!answer.ok) return { read: false, why: sentence(answer.error) };
  const item = answer.value;
  if (item === undefined) return { read: true, value: none };
  const parsed = schema.safeParse(item);
  if (parsed.success) return { read: true, value: read(parsed.data, item) };
  return { read: false, why: `the item is not as this version writes it: ${z.prettifyError(parsed.error)}` };
}

function withTold({ version: _, ...memory }: z.infer<typeof memoryItem>, item: Item): TrailMemory {
  const told = Object.entries(item).flatMap(([name, time]) =>
    name.startsWith(TOLD) ? [[name.slice(TOLD.length), String(time)]] : [],
  );
  return { ...memory, told: Object.fromEntries(told) };
}

function attributesOf({ told, ...rest }: MemoryChanges): Item {
  const apart = Object.entries(told ?? {}).map(([key, time]) => [`${TOLD}${key}`, time]);
  return { ...rest, ...Object.fromEntries(apart) };
}

/** Sets each attribute, and the version; null removes one. All others stay as they are. */
function updateOf(key: Key, attributes: Item, when?: Condition): Omit<UpdateItemCommandInput, 'TableName'> {
  const entries = Object.entries({ ...attributes, version: ITEM_VERSION });
  const named = entries.map(([name, value], index) => ({ name, value, index }));
  const set = named.filter(({ value }) => value !== null);
  const removed = named.filter(({ value }) => value === null);
  const setting = [...set.map(({ index }) => `#${index} = :${index}`), ...(when?.sets ?? [])].join(', ');
  const removing = removed.length > 0 ? ` REMOVE ${removed.map(({ index }) => `#${index}`).join(', ')}` : '';
  const values = Object.fromEntries(set.map(({ value, index }) => [`:${index}`, value]));
  return {
    Key: marshall(keyed(key)),
    UpdateExpression: `SET ${setting}${removing}`,
    ...(when && { ConditionExpression: when.expression }),
    ExpressionAttributeNames: {
      ...Object.fromEntries(named.map(({ name, index }) => [`#${index}`, name])),
      ...(when && namesIn(`${when.expression} ${when.sets?.join()}`)),
    },
    ExpressionAttributeValues: marshall({ ...values, ...when?.values }, { removeUndefinedValues: true }),
  };
}
