/**
 * True when EventBridge would match an event. Supports the part of the pattern language that the
 * stack uses. Source: EventBridge user guide, "Amazon EventBridge event patterns" and "Comparison
 * operators".
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return anyOf(wanted as readonly Pattern[], event);
    const value = isRecord(event) ? event[key] : undefined;
    // A list of objects matches by any of its objects.
    if (!Array.isArray(wanted)) return [value].flat().some((one) => matches(wanted as Pattern, one));
    // A list in the event matches by each of its elements.
    return wanted.some((one) => [value].flat().some((element) => compares(one, element)));
  });
}

/** With fewer than two alternatives EventBridge takes `$or` for the name of a field. */
function anyOf(alternatives: readonly Pattern[], event: unknown): boolean {
  if (alternatives.length < 2) throw new Error('$or has fewer than two alternatives');
  return alternatives.some((alternative) => matches(alternative, event));
}

export type Pattern = Readonly<Record<string, unknown>>;

function compares(wanted: unknown, value: unknown): boolean {
  if (!isRecord(wanted)) return wanted === value;
  const [operator = '', argument] = Object.entries(wanted)[0] ?? [];
  if (operator === 'exists') return (value !== undefined) === argument;
  if (operator === 'wildcard') return typeof value === 'string' && wildcard(String(argument)).test(value);
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(String(argument));
  if (operator === 'suffix') return typeof value === 'string' && value.endsWith(String(argument));
  if (operator === 'anything-but') return value !== undefined && ![argument].flat().includes(value);
  throw new Error(`This test does not support the operator ${operator}. Add it to event-pattern.ts.`);
}

/** `*` stands for any characters. */
function wildcard(text: string): RegExp {
  return new RegExp(
    `^${text
      .split('*')
      .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
