import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  DynamoDBServiceException,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';

type Item = Record<string, unknown>;

/** A DynamoDB table in memory, with the features that the ledger uses. */
export interface StrictTable {
  /** The client to which the ledger sends. */
  readonly clients: { readonly dynamoDb: () => DynamoDBClient };
  /** The stored item of a key; undefined before the first write. */
  readonly item: (partition: string, sort: string) => Item | undefined;
  readonly size: () => number;
  /** Writes an item as another process. */
  readonly put: (partition: string, sort: string, item: Item) => void;
}

/**
 * Limits of DynamoDB (developer guide, "Quotas in Amazon DynamoDB", Expression parameters and Item
 * size).
 */
const MAX_EXPRESSION_LENGTH = 4096;
const MAX_ITEM_BYTES = 400 * 1024;
/** DynamoDB API reference, BatchGetItem. */
const MAX_KEYS = 100;

/**
 * Evaluates conditions and updates as DynamoDB does, for the expressions that the ledger uses: SET,
 * `if_not_exists`, REMOVE, ADD, paths, comparisons, `attribute_not_exists`, AND, OR and
 * parentheses. An expression or item that is too long, redundant parentheses, an unused
 * placeholder and any other expression cause a ValidationException.
 */
export function strictTable(): StrictTable {
  const items = new Map<string, Item>();
  const keyOf = (...key: readonly unknown[]): string => JSON.stringify(key);
  const send = async (command: unknown): Promise<unknown> => {
    if (command instanceof GetItemCommand) {
      const { pk, sk } = unmarshall(command.input.Key ?? {});
      const item = items.get(keyOf(pk, sk));
      return item ? { Item: marshall(item) } : {};
    }
    if (command instanceof BatchGetItemCommand) {
      const tables = Object.entries(command.input.RequestItems ?? {}).map(([name, { Keys = [] }]) => {
        const keys = Keys.map((key) => unmarshall(key)).map(({ pk, sk }) => keyOf(pk, sk));
        if (keys.length > MAX_KEYS) throw invalid('Too many items requested for the BatchGetItem call');
        if (new Set(keys).size < keys.length) throw invalid('Provided list of item keys contains duplicates');
        return [name, keys.flatMap((key) => items.get(key) ?? []).map((item) => marshall(item))];
      });
      return { Responses: Object.fromEntries(tables), UnprocessedKeys: {} };
    }
    if (!(command instanceof UpdateItemCommand)) throw invalid('No such call');
    const { Key, UpdateExpression = '', ConditionExpression, ...named } = command.input;
    const names = named.ExpressionAttributeNames ?? {};
    const values = unmarshall(named.ExpressionAttributeValues ?? {});
    const texts = [UpdateExpression, ConditionExpression ?? ''];
    if (texts.some(({ length }) => length > MAX_EXPRESSION_LENGTH))
      throw invalid('Expression size has exceeded the limit');
    const used = new Set(texts.join(' ').match(/[#:]\w+/g));
    const unused = [...Object.keys(names), ...Object.keys(values)].filter((placeholder) => !used.has(placeholder));
    if (unused.length > 0) throw invalid(`Unused in expressions: ${unused.join(', ')}`);
    const { pk, sk } = unmarshall(Key ?? {});
    const before = items.get(keyOf(pk, sk));
    if (ConditionExpression !== undefined && !isMet(ConditionExpression, before ?? {}, names, values)) {
      throw new ConditionalCheckFailedException({ message: 'The conditional request failed', $metadata: {} });
    }
    const after = updated(UpdateExpression, structuredClone(before ?? { pk, sk }), names, values);
    if (Buffer.byteLength(JSON.stringify(marshall(after))) > MAX_ITEM_BYTES) {
      throw invalid('Item size to update has exceeded the maximum allowed size');
    }
    items.set(keyOf(pk, sk), after);
    return command.input.ReturnValues === 'ALL_NEW' ? { Attributes: marshall(after) } : {};
  };
  return {
    clients: { dynamoDb: () => ({ send }) as unknown as DynamoDBClient },
    item: (partition, sort) => items.get(keyOf(partition, sort)),
    size: () => items.size,
    put: (partition, sort, item) => items.set(keyOf(partition, sort), { pk: partition, sk: sort, ...item }),
  };
}

type Names = Readonly<Record<string, string>>;

function isMet(expression: string, item: Item, names: Names, values: Item): boolean {
  const tokens = expression.match(/attribute_not_exists|AND|OR|<>|<=|>=|[()<>=]|[#:][\w]+(?:\.#\w+)*/g) ?? [];
  if (hasRedundantParentheses(tokens)) throw invalid('The expression has redundant parentheses');
  let at = 0;
  const next = (): string => tokens[at++] ?? '';
  const operand = (token: string): unknown =>
    token.startsWith(':') ? requiredEntry(values, token) : valueAt(item, pathOf(token, names));
  const term = (): boolean => {
    const first = next();
    if (first === '(') {
      const inner = either();
      if (next() !== ')') throw invalid(expression);
      return inner;
    }
    if (first === 'attribute_not_exists') {
      const [open, path, close] = [next(), next(), next()];
      if (open !== '(' || close !== ')') throw invalid(expression);
      return operand(path) === undefined;
    }
    return compared(operand(first), next(), operand(next()));
  };
  const both = (): boolean => {
    let met = term();
    while (tokens[at] === 'AND') {
      at += 1;
      met = term() && met;
    }
    return met;
  };
  const either = (): boolean => {
    let met = both();
    while (tokens[at] === 'OR') {
      at += 1;
      met = both() || met;
    }
    return met;
  };
  const met = either();
  if (at !== tokens.length) throw invalid(expression);
  return met;
}

/** Two pairs around the same. The emulator refuses them too. */
function hasRedundantParentheses(tokens: readonly string[]): boolean {
  const opened: number[] = [];
  let last: readonly number[] = [];
  for (const [at, token] of tokens.entries()) {
    if (token === '(') opened.push(at);
    if (token !== ')') continue;
    const from = opened.pop() ?? -1;
    if (last[0] === from + 1 && last[1] === at - 1) return true;
    last = [from, at];
  }
  return false;
}

/**
 * Comparisons of a path without a value, and of values of different types, are false, except for
 * `<>`.
 */
function compared(left: unknown, comparator: string, right: unknown): boolean {
  if (left === undefined || typeof left !== typeof right) return comparator === '<>' && left !== undefined;
  const order = left === right ? 0 : String(left) < String(right) ? -1 : 1;
  const results: Readonly<Record<string, boolean>> = {
    '=': order === 0,
    '<>': order !== 0,
    '<': order < 0,
    '>': order > 0,
    '<=': order <= 0,
    '>=': order >= 0,
  };
  const result = results[comparator];
  if (result === undefined) throw invalid(comparator);
  return result;
}

function updated(expression: string, item: Item, names: Names, values: Item): Item {
  const [, setting = '', removing = '', adding = ''] =
    /^SET (.*?)(?: REMOVE (.*?))?(?: ADD (.*))?$/.exec(expression) ?? [];
  if (setting === '') throw invalid(expression);
  for (const assignment of setting.replaceAll(/(if_not_exists\(\S+), /g, '$1,').split(', ')) {
    const [target = '', given = ''] = assignment.split(' = ');
    const [, known = '', value = given] = /^if_not_exists\((\S+),(:\w+)\)$/.exec(given) ?? [];
    if (known !== '' && valueAt(item, pathOf(known, names)) !== undefined) continue;
    const path = pathOf(target, names);
    const parent = valueAt(item, path.slice(0, -1));
    if (typeof parent !== 'object' || parent === null) throw invalid('The document path is invalid for update');
    Object.assign(parent, { [path.at(-1) ?? '']: requiredEntry(values, value) });
  }
  for (const target of removing.split(', ').filter(Boolean)) {
    for (const name of pathOf(target, names)) delete item[name];
  }
  for (const [, target = '', value = ''] of adding.matchAll(/(#\w+) (:\w+)/g)) {
    const [name = ''] = pathOf(target, names);
    item[name] = Number(item[name] ?? 0) + Number(requiredEntry(values, value));
  }
  return item;
}

function pathOf(token: string, names: Names): readonly string[] {
  return token.split('.').map((placeholder) => requiredEntry(names, placeholder));
}

function valueAt(item: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null
        ? Object.entries(value).find(([key]) => key === name)?.[1]
        : undefined,
    item,
  );
}

function requiredEntry<T>(table: Readonly<Record<string, T>>, placeholder: string): T {
  const value = table[placeholder];
  if (value === undefined) throw invalid(`${placeholder} is not defined`);
  return value;
}

function invalid(message: string): DynamoDBServiceException {
  return new DynamoDBServiceException({ name: 'ValidationException', message, $fault: 'client', $metadata: {} });
}
