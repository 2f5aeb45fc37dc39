import { InvalidPattern, tokensOf, UnsupportedPattern } from './filter-tokens.ts';

/** What a filter says about a log event. */
export interface FilterPattern {
  /** Whether the filter matches a record. */
  matches(record: unknown): boolean;
  /** The fields that the pattern names, such as `$.eventName`. */
  readonly selectors: readonly string[];
}

/** A part of a pattern, evaluated on a record. */
type Expression = (record: unknown) => boolean;

/**
 * Parses a CloudWatch Logs filter pattern for JSON, limited to the grammar that monitoring filters
 * use: `=` and `!=` with text that may begin or end in `*`, `NOT EXISTS`, `&&` before `||`, and
 * brackets.
 * Source: CloudWatch Logs user guide, "Using filter patterns to match terms in JSON log events".
 * @throws InvalidPattern for a pattern that AWS refuses
 * @throws UnsupportedPattern for other grammar; `matches` throws it when a record lacks a field
 * that `!=` compares, because AWS does not document that case
 */
export function filterPattern(pattern: string): FilterPattern {
  const text = pattern.trim();
  if (!text.startsWith('{')) throw unsupportedOrBroken(text);
  const parser = new Parser(text);
  return { matches: parser.parse(), selectors: parser.selectors };
}

/**
 * Patterns of terms and of fields between spaces are checked only for their quotes and brackets.
 */
function unsupportedOrBroken(pattern: string): Error {
  const isBroken = pattern.split('"').length % 2 === 0 || (pattern.startsWith('[') && !pattern.endsWith(']'));
  return isBroken ? new InvalidPattern(`Unbalanced: ${pattern}`) : new UnsupportedPattern(`Not JSON: ${pattern}`);
}

class Parser {
  readonly selectors: string[] = [];
  readonly #pattern: string;
  readonly #tokens: readonly string[];
  #position = 0;

  constructor(pattern: string) {
    this.#pattern = pattern;
    this.#tokens = tokensOf(pattern);
  }

  parse(): Expression {
    this.#take('{');
    const expression = this.#either();
    this.#take('}');
    if (this.#position < this.#tokens.length) {
      throw new InvalidPattern(`Found "${this.#peek()}" behind the end of ${this.#pattern}`);
    }
    return expression;
  }

  #peek(): string {
    return this.#tokens[this.#position] ?? '';
  }

  #take(...expected: readonly string[]): string {
    const token = this.#peek();
    if (expected.length > 0 && !expected.includes(token)) {
      throw new InvalidPattern(`Expected ${expected.join(' or ')} and found "${token}" in ${this.#pattern}`);
    }
    this.#position += 1;
    return token;
  }

  #chain(operator: string, operand: () => Expression): readonly Expression[] {
    const parts = [operand()];
    while (this.#peek() === operator) {
      this.#take(operator);
      parts.push(operand());
    }
    return parts;
  }

  #either(): Expression {
    const parts = this.#chain('||', () => this.#both());
    return (record) => parts.some((part) => part(record));
  }

  #both(): Expression {
    const parts = this.#chain('&&', () => this.#single());
    return (record) => parts.every((part) => part(record));
  }

  #single(): Expression {
    if (this.#peek() !== '(') return this.#comparison();
    this.#take('(');
    const inner = this.#either();
    this.#take(')');
    return inner;
  }

  #comparison(): Expression {
    const selector = this.#take();
    if (!selector.startsWith('$.')) {
      throw new InvalidPattern(`Expected a field and found "${selector}" in ${this.#pattern}`);
    }
    this.selectors.push(selector);
    const operator = this.#take('=', '!=', 'NOT EXISTS');
    if (operator === 'NOT EXISTS') return (record) => fieldOf(record, selector) === undefined;
    const value = wildcard(this.#value());
    return (record) => {
      const found = fieldOf(record, selector);
      if (operator === '=') return found !== undefined && value.test(String(found));
      if (found === undefined) throw new UnsupportedPattern(`The record lacks ${selector}, which != compares.`);
      return !value.test(String(found));
    };
  }

  #value(): string {
    const token = this.#take();
    if (/^["\w.*-]/.test(token)) return token;
    throw new InvalidPattern(`Expected a value and found "${token}" in ${this.#pattern}`);
  }
}

/** The value of a field such as `$.userIdentity.type`; undefined when the record lacks it. */
export function fieldOf(record: unknown, selector: string): unknown {
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
