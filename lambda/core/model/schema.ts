import * as z from 'zod/mini';

/** Parts that the schemas of the outcome record share. */
export const text = z.string();
/** A point in time, ISO 8601 in UTC. */
export const time = text.check(z.regex(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/));
/** A property that is absent or has a value; it is never `undefined`. */
export const optional = z.exactOptional;

/** The type of a schema, in which nothing can be assigned. */
export type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;
/** The type that a schema describes. */
export type TypeOf<S extends z.ZodMiniType> = Immutable<z.infer<S>>;
