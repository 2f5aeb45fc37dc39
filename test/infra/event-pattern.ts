/**
 * True when EventBridge would match an event. Supports the part of the pattern language that the
 * stack uses. Source: EventBridge user guide, "Amazon EventBridge event patterns" and "Comparison
 * operators".
 */
export function matches(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return (wanted as Pattern[]).some((alternative) => matches(alternative, event));
    const value = isRecord(event) ? event[key] : undefined;
    return Array.isArray(wanted) ? wanted.some((one) => compares(one, value)) : matches(wanted as Pattern, value);
  });
}

export type Pattern = Readonly<Record<string, unknown>>;

function compares(wanted: unknown, value: unknown): boolean {
  if (!isRecord(wanted)) return wanted === value;
  const [operator = '', argument] = Object.entries(wanted)[0] ?? [];
  if (operator === 'exists') return (value !== undefined) === argument;
  if (operator === 'wildcard') return typeof value === 'string' && wildcard(String(argument)).test(value);
  if (operator === 'prefix') return typeof value === 'string' && value.startsWith(String(argument));
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
