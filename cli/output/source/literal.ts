import { visible } from '../../../lambda/core/model/foreign-text.ts';

/** One escape sequence of a JSON string; a pair of surrogates is one. */
const ESCAPE = /\\(?:u(d[89ab][0-9a-f]{2})\\u(d[c-f][0-9a-f]{2})|u[0-9a-f]{4}|.)/g;

/** A text as a string of TypeScript, and of JSON. Characters that nobody sees are escaped. */
export function typescriptString(text: string): string {
  return visible(JSON.stringify(text.toWellFormed()));
}

/** A text as a double-quoted scalar of YAML, which has no pairs of surrogates. */
export function yamlString(text: string): string {
  return typescriptString(text).replaceAll(ESCAPE, (sequence, high, low) =>
    high === undefined ? sequence : wideEscape(high, low),
  );
}

/**
 * A text as a string of HCL, without its templates: `${` and `%{` would be evaluated.
 * Source: HCL native syntax specification, "Quoted and heredoc template expressions".
 */
export function hclString(text: string): string {
  return yamlString(text)
    .replaceAll(ESCAPE, (sequence) => HCL_ESCAPES[sequence] ?? sequence)
    .replaceAll(/[$%](?=\{)/g, (sign) => (sign === '$' ? String.raw`\u0024` : String.raw`\u0025`));
}

/** The escape sequences of JSON that HCL does not have. */
const HCL_ESCAPES: Readonly<Record<string, string>> = {
  [String.raw`\b`]: String.raw`\u0008`,
  [String.raw`\f`]: String.raw`\u000c`,
};

function wideEscape(high: string, low: string): string {
  const codePoint = String.fromCharCode(Number.parseInt(high, 16), Number.parseInt(low, 16)).codePointAt(0) ?? 0;
  return `\\U${codePoint.toString(16).padStart(8, '0')}`;
}
