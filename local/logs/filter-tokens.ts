/** A pattern that AWS refuses. */
export class InvalidPattern extends Error {
  override readonly name = 'InvalidPattern';
}

/** A pattern, or a record, that AWS may accept and that this file does not understand. */
export class UnsupportedPattern extends Error {
  override readonly name = 'UnsupportedPattern';
}

/**
 * A token of a pattern: text in quotes, the selector of a field, an operator, a bracket, or a word
 * without quotes.
 */
const TOKEN = /\s*("[^"]*"|\$(?:\.\w+)+|&&|\|\||!=|=|NOT EXISTS|[(){}]|[\w.*-]+)/y;
/** AWS's syntax that is not among these tokens: arrays, numbers, `IS`, regular expressions. */
const OTHER_SYNTAX = /^\s*([<>%[\]$'@]|IS\b)/;

/**
 * Splits a JSON pattern into its tokens.
 * @throws InvalidPattern for a text that is no token
 * @throws UnsupportedPattern for AWS's other syntax
 */
export function tokensOf(pattern: string): readonly string[] {
  const tokens: string[] = [];
  for (let rest = pattern; rest.trim() !== ''; ) {
    if (OTHER_SYNTAX.test(rest) && !/^\s*\$\.\w/.test(rest)) throw new UnsupportedPattern(`Not supported: ${rest}`);
    TOKEN.lastIndex = 0;
    const token = TOKEN.exec(rest)?.[1];
    if (token === undefined) throw new InvalidPattern(`Unexpected "${rest}" in ${pattern}`);
    tokens.push(token);
    rest = rest.slice(TOKEN.lastIndex);
  }
  return tokens;
}
