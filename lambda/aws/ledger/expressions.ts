import type { UpdateItemCommandInput } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ITEM_VERSION, LEDGER_KEY } from './table-schema.ts';

export type Key = readonly [partition: string, sort: string];
export type Item = Readonly<Record<string, unknown>>;

/** A condition of a write, as DynamoDB expressions. */
export interface Condition {
  readonly expression: string;
  readonly values: Item;
  /** Attributes that are not in `NAMES`, by their placeholders. */
  readonly names?: Readonly<Record<string, string>>;
  /** SET clauses for parts of attributes. */
  readonly sets?: readonly string[];
}

/** What a write does besides setting and removing attributes. */
export interface Counting {
  /** Numbers to add. DynamoDB takes a missing attribute as zero. */
  readonly add?: Readonly<Record<string, number>>;
  /** Values for attributes that the item does not have. */
  readonly setOnce?: Item;
}

/** Attributes in conditions. DynamoDB reserves some of these words. */
const NAMES: Readonly<Record<string, string>> = {
  '#lease': 'lease',
  '#holder': 'holder',
  '#until': 'until',
  '#dirty': 'dirty',
  '#hash': 'hash',
  '#notifications': 'notifications',
  '#notifier': 'notifier',
};

export function keyAttributes([partition, sort]: Key): Record<string, string> {
  return { [LEDGER_KEY.partition]: partition, [LEDGER_KEY.sort]: sort };
}

/** Null removes an attribute. The condition protects items of another version. */
export function updateOf(
  key: Key,
  attributes: Item,
  when?: Condition,
  { add = {}, setOnce = {} }: Counting = {},
): Omit<UpdateItemCommandInput, 'TableName'> {
  const entries = Object.entries({ ...attributes, version: ITEM_VERSION });
  const version = entries.length - 1;
  const isKnown = `(attribute_not_exists(#${version}) OR #${version} = :${version})`;
  const named = entries.map(([name, value], index) => ({ name, value, index }));
  const set = named.filter(({ value }) => value !== null);
  const removed = named.filter(({ value }) => value === null);
  const added = Object.entries(add).map(([name, value], index) => ({ name, value, to: `add${index}` }));
  const once = Object.entries(setOnce).map(([name, value], index) => ({ name, value, to: `once${index}` }));
  const setting = [
    ...set.map(({ index }) => `#${index} = :${index}`),
    ...once.map(({ to }) => `#${to} = if_not_exists(#${to}, :${to})`),
    ...(when?.sets ?? []),
  ].join(', ');
  const removing = removed.length > 0 ? ` REMOVE ${removed.map(({ index }) => `#${index}`).join(', ')}` : '';
  const adding = added.length > 0 ? ` ADD ${added.map(({ to }) => `#${to} :${to}`).join(', ')}` : '';
  const counted = [...added, ...once];
  const values = Object.fromEntries([
    ...set.map(({ value, index }) => [`:${index}`, value]),
    ...counted.map(({ value, to }) => [`:${to}`, value]),
  ]);
  return {
    Key: marshall(keyAttributes(key)),
    UpdateExpression: `SET ${setting}${removing}${adding}`,
    ConditionExpression: when ? `${isKnown} AND (${when.expression})` : isKnown,
    ExpressionAttributeNames: {
      ...Object.fromEntries(named.map(({ name, index }) => [`#${index}`, name])),
      ...Object.fromEntries(counted.map(({ name, to }) => [`#${to}`, name])),
      ...(when && { ...namesIn(`${when.expression} ${when.sets?.join()}`), ...when.names }),
    },
    ExpressionAttributeValues: marshall({ ...values, ...when?.values }, { removeUndefinedValues: true }),
  };
}

/** The names in an expression. DynamoDB refuses unused names. */
function namesIn(expression: string): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(NAMES).filter(([placeholder]) => expression.includes(placeholder)));
}
