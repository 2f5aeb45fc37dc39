/** Whether a filter counts a record. */
export type FilterPattern = (record: unknown) => boolean;

/** A part of a pattern, evaluated on a record. */
type Expression = (record: unknown) => boolean;

/**
 * A token of a pattern: text in quotes, the selector of a field, an operator, a bracket, or a word
 * without quotes.
 */
const TOKEN = /\s*("[^"]*"|\$(?:\.\w+)+|&&|\|\||!=|=|NOT EXISTS|[(){}]|[\w.*-]+)/y;

/**
 * Parses a CloudWatch Logs filter pattern for JSON, limited to the grammar that the monitoring
 * filters use: `=` and `!=` with text that may begin or end in `*`, `NOT EXISTS`, `&&` before `||`,
 * and brackets. Source: CloudWatch Logs user guide, "Using filter patterns to match terms in JSON
 * log events".
 * @throws Error for any other grammar, and when a record lacks a field that `!=` compares, because
 * AWS does not document that case
 */
export function filterPattern(pattern: string): FilterPattern {
  const tokens = tokensOf(pattern);
  let position = 0;
  const peek = (): string => tokens[position] ?? '';
  const take = (...expected: readonly string[]): string => {
    const token = peek();
    if (expected.length > 0 && !expected.includes(token)) {
      throw new Error(`Expected ${expected.join(' or ')} and found "${token}" in ${pattern}`);
    }
    position += 1;
    return token;
  };
  const chain = (operator: string, operand: () => Expression): readonly Expression[] => {
    const parts = [operand()];
    while (peek() === operator) {
      take(operator);
      parts.push(operand());
    }
    return parts;
  };
  const either = (): Expression => {
    const parts = chain('||', both);
    return (record) => parts.some((part) => part(record));
  };
  const both = (): Expression => {
    const parts = chain('&&', single);
    return (record) => parts.every((part) => part(record));
  };
  const single = (): Expression => {
    if (peek() !== '(') return comparison();
    take('(');
    const inner = either();
    take(')');
    return inner;
  };
  const comparison = (): Expression => {
    const selector = take();
    if (!selector.startsWith('$.')) throw new Error(`Expected a field and found "${selector}" in ${pattern}`);
    const operator = take('=', '!=', 'NOT EXISTS');
    if (operator === 'NOT EXISTS') return (record) => field(record, selector) === undefined;
    const value = wildcard(take());
    if (operator === '=') return (record) => value.test(String(field(record, selector) ?? ''));
    return (record) => {
      const found = field(record, selector);
      if (found === undefined) throw new Error(`The record lacks ${selector}: add its value.`);
      return !value.test(String(found));
    };
  };
  take('{');
  const expression = either();
  take('}');
  if (position < tokens.length) throw new Error(`Found "${peek()}" behind the end of ${pattern}`);
  return expression;
}

function tokensOf(pattern: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < pattern.trimEnd().length; end = TOKEN.lastIndex) {
    const token = TOKEN.exec(pattern)?.[1];
    if (token === undefined) throw new Error(`Not supported: "${pattern.slice(end)}"`);
    tokens.push(token);
  }
  return tokens;
}

function field(record: unknown, selector: string): unknown {
  const names = selector.split('.').slice(1);
  return names.reduce<unknown>(
    (value, name) => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined),
    record,
  );
}

/** Compares the entire text, case-sensitive. A star at its beginning or end matches any text. */
function wildcard(token: string): RegExp {
  const text = token.startsWith('"') ? token.slice(1, -1) : token;
  const [, start = '', middle = '', end = ''] = /^(\*?)(.*?)(\*?)$/.exec(text) ?? [];
  const literal = middle.replace(/[^\w]/g, '\\$&');
  return new RegExp(`^${start && '.*'}${literal}${end && '.*'}$`);
}
