import * as z from 'zod/mini';

/** Parts of the schemas of the outcome record. */
export const text = z.string();
/** A point in time, ISO 8601 in UTC. */
export const time = text.check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
/** A property that may be absent, but is never `undefined`. */
export const optional = z.exactOptional;

type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;
/** The immutable type of a schema. */
export type TypeOf<S extends z.ZodMiniType> = Immutable<z.infer<S>>;
