import { hclString } from './literal.ts';

/** A reference to another resource, alone or at the beginning of a string. */
export interface Reference {
  readonly reference: string;
  readonly suffix?: string;
}

export type Expression =
  | string
  | number
  | boolean
  | Reference
  /** An object as a JSON document. */
  | { readonly json: Expression }
  /** Names of attributes. */
  | { readonly names: readonly string[] }
  | readonly Expression[]
  | { readonly object: Readonly<Record<string, Expression>> };

/** An attribute, or a block inside a block. */
export type Item = readonly [name: string, value: Expression] | Block;

export interface Block {
  /** Without the brace, with labels that are quoted. */
  readonly head: string;
  readonly body: readonly Item[];
}

/** A block as `terraform fmt` writes it. */
export function hclBlock({ head, body }: Block): readonly string[] {
  return [`${head} {`, ...indented(hclBody(body)), '}'];
}

/** The equals signs of attributes on consecutive lines are below each other. */
function hclBody(items: readonly Item[]): readonly string[] {
  const attributes = items.filter((item): item is readonly [string, Expression] => !('head' in item));
  const blocks = items.filter((item): item is Block => 'head' in item);
  const blockLines = blocks.flatMap((block, index) => [
    ...(index + attributes.length > 0 ? [''] : []),
    ...hclBlock(block),
  ]);
  return [...assignments(attributes), ...blockLines];
}

function assignments(attributes: readonly (readonly [name: string, value: Expression])[]): readonly string[] {
  const written = attributes.map(([name, value]) => ({ name, lines: expression(value) }));
  return written.flatMap(({ name, lines: [first = '', ...rest] }, index) => {
    const width = rest.length > 0 ? 0 : widthAround(written, index);
    return [`${name}${' '.repeat(Math.max(width - columnsOf(name), 0))} = ${first}`, ...rest];
  });
}

/** The longest name among the assignments around one that have one line each. */
function widthAround(written: readonly { name: string; lines: readonly string[] }[], index: number): number {
  const isLong = ({ lines }: { lines: readonly string[] }): boolean => lines.length > 1;
  const before = written.slice(0, index).findLastIndex(isLong) + 1;
  const after = written.slice(index).findIndex(isLong);
  const chain = written.slice(before, after < 0 ? undefined : index + after);
  return Math.max(...chain.map(({ name }) => columnsOf(name)));
}

/** `terraform fmt` counts what people see as one character. */
function columnsOf(text: string): number {
  return [...new Intl.Segmenter().segment(text)].length;
}

function expression(value: Expression): readonly string[] {
  if (typeof value === 'string') return [hclString(value)];
  if (typeof value !== 'object') return [String(value)];
  if (isList(value)) return list(value);
  if ('names' in value) return [`[${value.names.join(', ')}]`];
  if ('json' in value) return around('jsonencode(', expression(value.json), ')');
  if ('object' in value) return object(value.object);
  return [value.suffix === undefined ? value.reference : templateOf(value)];
}

function templateOf({ reference, suffix = '' }: Reference): string {
  return `"\${${reference}}${hclString(suffix).slice(1)}`;
}

/** `Array.isArray` does not narrow a read-only array. */
function isList(value: Expression): value is readonly Expression[] {
  return Array.isArray(value);
}

function list(values: readonly Expression[]): readonly string[] {
  const written = values.map(expression);
  if (written.every(({ length }) => length === 1)) return [`[${written.join(', ')}]`];
  return ['[', ...indented(written.flatMap((lines) => around('', lines, ','))), ']'];
}

function object(members: Readonly<Record<string, Expression>>): readonly string[] {
  const entries = Object.entries(members).map(([key, value]) => [objectKey(key), value] as const);
  return entries.length === 0 ? ['{}'] : ['{', ...indented(assignments(entries)), '}'];
}

/** Bare for the elements of a policy. The key `for` would begin an expression. */
function objectKey(key: string): string {
  return /^[A-Z]\w*$/.test(key) ? key : hclString(key);
}

function around(before: string, lines: readonly string[], after: string): readonly string[] {
  const last = lines.length - 1;
  return lines.map((line, index) => `${index === 0 ? before : ''}${line}${index === last ? after : ''}`);
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
