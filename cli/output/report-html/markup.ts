import { html as escaping } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { sentence } from '../../../lambda/core/model/foreign-text.ts';

/** HTML in which every text of others is only text. */
export type Markup = HtmlEscapedString;
type Value = string | number | Markup | undefined | readonly Value[];

/**
 * Makes HTML from a template. Values are texts, unless they are markup themselves: they come out
 * escaped, on one line, and with characters that nobody sees made visible.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  // Only values that are promises would make the result one.
  return escaping(strings, ...values.map(inert)) as Markup;
}

function inert(value: Value): unknown {
  if (typeof value === 'string') return sentence(value);
  return Array.isArray(value) ? value.map(inert) : value;
}

export function joined(parts: readonly (string | Markup)[], separator: string): readonly (string | Markup)[] {
  return parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part]));
}
