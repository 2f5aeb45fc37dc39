import * as z from 'zod/mini';
import { isRead } from '../../../lambda/core/model/fact.ts';
import type { TrailFacts } from '../../../lambda/core/model/facts.ts';

const values = z.optional(z.array(z.string()));

const basicSchema = z.strictObject({
  ReadWriteType: z.optional(z.string()),
  IncludeManagementEvents: z.optional(z.boolean()),
  DataResources: z.optional(z.array(z.strictObject({ Type: z.string(), Values: values }))),
  ExcludeManagementEventSources: values,
});

const advancedSchema = z.strictObject({
  Name: z.optional(z.string()),
  FieldSelectors: z.array(
    z.strictObject({
      Field: z.string(),
      Equals: values,
      StartsWith: values,
      EndsWith: values,
      NotEquals: values,
      NotStartsWith: values,
      NotEndsWith: values,
    }),
  ),
});

export type BasicSelector = z.infer<typeof basicSchema>;
export type AdvancedSelector = z.infer<typeof advancedSchema>;

/** The event selectors of a trail in AWS's names; a trail has one of the two kinds. */
export interface Selectors {
  readonly basic: readonly BasicSelector[];
  readonly advanced: readonly AdvancedSelector[];
}

/** Undefined: unread, or with a member that only a newer AWS has. Empty: the default selectors. */
export function selectorsOf({ eventSelectors }: Pick<TrailFacts, 'eventSelectors'>): Selectors | undefined {
  if (!isRead(eventSelectors)) return undefined;
  const { own } = eventSelectors.value;
  if (own === undefined) return { basic: [], advanced: [] };
  const isBasic = own.kind === 'basic';
  const parsed = z.array(isBasic ? basicSchema : advancedSchema).safeParse(JSON.parse(own.json));
  if (!parsed.success) return undefined;
  return isBasic
    ? { basic: parsed.data as readonly BasicSelector[], advanced: [] }
    : { basic: [], advanced: parsed.data as readonly AdvancedSelector[] };
}
