import * as fc from 'fast-check';
import { character } from '../support/arbitrary/character.ts';

/** One defect of a response or an event. */
type Damage =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'replaced'; readonly value: unknown };

const MAX_DAMAGES = 3;

const text = fc.oneof(
  fc.constantFrom('nonsense', '{', '%E0%A4%A', '*', ':*', '1970-01-01T00:00:00Z', '2026-13-40'),
  fc.constantFrom('arn:aws:logs:us-east-1:111122223333:log-group:x', 'arn:aws:iam::999999999999:role/x'),
  fc.string({ unit: character, maxLength: 20 }),
);

/**
 * The damage of a service to its response: a value is missing, added, empty, or replaced by one of
 * the same type.
 */
export const ofSameType: fc.Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>({ kind: 'missing' }),
  fc.constant<Damage>({ kind: 'replaced', value: null }),
  fc.constant<Damage>({ kind: 'empty' }),
  fc.string({ minLength: 1, maxLength: 8 }).map((name): Damage => ({ kind: 'unknown', name })),
  text.map((value): Damage => ({ kind: 'replaced', value })),
);

/** The damage of a caller to an event: any. */
export const ofAnyType: fc.Arbitrary<Damage> = fc.oneof(
  ofSameType,
  fc.constantFrom(0, -1, true, false, [], {}, [null], [{}], 1.5).map((value): Damage => ({ kind: 'replaced', value })),
);

/** A copy of a recorded value: usually intact, otherwise with up to three defects at any place. */
export function damaged(recorded: unknown, damage: fc.Arbitrary<Damage>): fc.Arbitrary<unknown> {
  const one = fc.tuple(fc.constantFrom(...pathsIn(recorded)), damage);
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: MAX_DAMAGES }) },
    )
    .map((damages) => {
      const copy = { value: structuredClone(recorded) };
      for (const [path, damageAt] of damages) applyDamage(copy, ['value', ...path], damageAt);
      return copy.value;
    });
}

/** The paths of all values inside a value. */
function pathsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, entry]) => pathsIn(entry).map((path) => [key, ...path]))];
}

function applyDamage(root: Record<string, unknown>, path: readonly string[], what: Damage): void {
  let parent: unknown = root;
  for (const key of path.slice(0, -1)) parent = isObject(parent) ? parent[key] : undefined;
  const last = path.at(-1);
  // An earlier damage may have removed the path.
  if (!isObject(parent) || last === undefined || !(last in parent)) return;
  const current = parent[last];
  if (what.kind === 'missing') delete parent[last];
  else if (what.kind === 'empty') parent[last] = emptied(current);
  else if (what.kind === 'unknown')
    parent[last] = isObject(current) && !Array.isArray(current) ? { ...current, [what.name]: what.name } : current;
  // A copy, because the next damage may change it.
  else if (typeof what.value !== 'string' || typeof current === 'string') parent[last] = structuredClone(what.value);
}

/** The empty value of the same type. */
function emptied(value: unknown): unknown {
  if (value === null || value === undefined) return value;
  if (typeof value === 'string') return '';
  if (typeof value === 'number') return 0;
  if (typeof value === 'boolean') return !value;
  if (value instanceof Date) return new Date(0);
  return Array.isArray(value) ? [] : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date);
}
