import * as fc from 'fast-check';
import { character } from '../support/arbitrary/character.ts';

/** One thing that is wrong with an answer or an event. */
type Damage =
  | { readonly kind: 'missing' }
  | { readonly kind: 'unknown'; readonly name: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'instead'; readonly value: unknown };

const MOST_DAMAGES = 3;

const text = fc.oneof(
  fc.constantFrom('nonsense', '{', '%E0%A4%A', '*', ':*', '1970-01-01T00:00:00Z', '2026-13-40'),
  fc.constantFrom('arn:aws:logs:us-east-1:111122223333:log-group:x', 'arn:aws:iam::999999999999:role/x'),
  fc.string({ unit: character, maxLength: 20 }),
);

/** What a service may do to its answers: leave out, add, empty, or say something else of the same type. */
export const ofItsType: fc.Arbitrary<Damage> = fc.oneof(
  fc.constant<Damage>({ kind: 'missing' }),
  fc.constant<Damage>({ kind: 'instead', value: null }),
  fc.constant<Damage>({ kind: 'empty' }),
  fc.string({ minLength: 1, maxLength: 8 }).map((name): Damage => ({ kind: 'unknown', name })),
  text.map((value): Damage => ({ kind: 'instead', value })),
);

/** What whoever invokes the function may do to an event: anything. */
export const ofAnyType: fc.Arbitrary<Damage> = fc.oneof(
  ofItsType,
  fc.constantFrom(0, -1, true, false, [], {}, [null], [{}], 1.5).map((value): Damage => ({ kind: 'instead', value })),
);

/** A copy of a value as it was recorded, whole most of the time, else with up to three things wrong anywhere in it. */
export function damaged(recorded: unknown, damage: fc.Arbitrary<Damage>): fc.Arbitrary<unknown> {
  const one = fc.tuple(fc.constantFrom(...placesIn(recorded)), damage);
  return fc
    .oneof(
      { weight: 2, arbitrary: fc.constant([]) },
      { weight: 3, arbitrary: fc.array(one, { minLength: 1, maxLength: MOST_DAMAGES }) },
    )
    .map((damages) => {
      const copy = { value: structuredClone(recorded) };
      for (const [place, what] of damages) inflict(copy, ['value', ...place], what);
      return copy.value;
    });
}

/** The paths of everything inside a value. */
function placesIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || value instanceof Date) return [[]];
  return [[], ...Object.entries(value).flatMap(([key, entry]) => placesIn(entry).map((place) => [key, ...place]))];
}

function inflict(root: Record<string, unknown>, path: readonly string[], what: Damage): void {
  let parent: unknown = root;
  for (const key of path.slice(0, -1)) parent = isObject(parent) ? parent[key] : undefined;
  const last = path.at(-1);
  // An earlier damage may have taken the place away.
  if (!isObject(parent) || last === undefined || !(last in parent)) return;
  const there = parent[last];
  if (what.kind === 'missing') delete parent[last];
  else if (what.kind === 'empty') parent[last] = emptied(there);
  else if (what.kind === 'unknown')
    parent[last] = isObject(there) && !Array.isArray(there) ? { ...there, [what.name]: what.name } : there;
  // A copy: the next damage may go into it.
  else if (typeof what.value !== 'string' || typeof there === 'string') parent[last] = structuredClone(what.value);
}

/** The least that a value of its type can be. */
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
