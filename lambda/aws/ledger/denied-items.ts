import * as z from 'zod/mini';
import { principalKey } from '../../core/integration/names.ts';
import { DAY_MS } from '../../core/model/age.ts';
import type { DeniedCall, DeniedCalls } from '../../core/model/denials.ts';
import type { RepeatedCall } from '../../core/model/outcome.ts';
import type { Result } from '../../core/model/result.ts';
import { optional, text, time } from '../../core/model/schema.ts';
import type { Condition, Counting, Item, Key } from './expressions.ts';
import { gather, parseItem } from './items.ts';
import { expiryAt, ITEM_VERSION, LEDGER_EXPIRY } from './table-schema.ts';

/** Slots for examples of each call. */
const MOST_EXAMPLES = 3;
const KEPT_MS = 2 * DAY_MS;

const deniedItem = z.object({
  version: z.literal(ITEM_VERSION),
  principal: text,
  notified: optional(text),
  claim: optional(z.object({ holder: text, time: text })),
  count: z.record(text, z.number()),
  first: z.record(text, time),
  last: z.record(text, time),
  example: z.record(text, text),
});

export function keyOf(principal: string): Key {
  return [`denied ${principalKey(principal)}`, 'calls'];
}

/** The denied calls in the item of a principal, or why this version does not understand it. */
export function deniedFrom(item: Item): Result<DeniedCalls, string> {
  return parseItem(deniedItem, gather(item, ['count', 'first', 'last', 'example']), toDeniedCalls);
}

/** A call, counted once for each event. Each trail has its slot, so that examples stay few. */
export function countingOf(call: DeniedCall, now: string): readonly [Item, Counting, Condition] {
  const { principal, eventName, eventId, time: at, target } = call;
  const slot = Number.parseInt(principalKey(target).slice(0, 4), 16) % MOST_EXAMPLES;
  return [
    {
      principal,
      [`last:${eventName}`]: at,
      [`example:${eventName}:${slot}`]: target,
      [LEDGER_EXPIRY]: expiryAt(now, KEPT_MS),
    },
    { add: { [`count:${eventName}`]: 1 }, setOnce: { [`first:${eventName}`]: at } },
    {
      expression: 'attribute_not_exists(#claim) OR #claim.#holder <> :event',
      names: { '#claim': 'claim' },
      values: { ':event': eventId },
    },
  ];
}

/** The claim of a run, while nobody notified people or took it since it was read. */
export function claimOf(
  { notified, claim }: DeniedCalls,
  holder: string,
  now: string,
): readonly [Item, Counting, Condition] {
  const isAsRead = [
    notified === undefined ? 'attribute_not_exists(#notified)' : '#notified = :notified',
    claim === undefined ? 'attribute_not_exists(#claim)' : '#claim.#time = :claimed',
  ].join(' AND ');
  const names = { '#notified': 'notified', '#claim': 'claim', ...(claim && { '#time': 'time' }) };
  const values = { ...(notified !== undefined && { ':notified': notified }), ...(claim && { ':claimed': claim.time }) };
  return [{ claim: { holder, time: now } }, {}, { expression: isAsRead, names, values }];
}

/** The end of a claim. Calls that were counted since it was taken stay. */
export function settlingOf(reported: readonly RepeatedCall[], now: string): readonly [Item, Counting] {
  const forgotten = reported.flatMap(({ eventName }) => [
    `first:${eventName}`,
    ...Array.from({ length: MOST_EXAMPLES }, (_, slot) => `example:${eventName}:${slot}`),
  ]);
  return [
    { notified: now, claim: null, ...Object.fromEntries(forgotten.map((name) => [name, null])) },
    { add: Object.fromEntries(reported.map(({ eventName, count }) => [`count:${eventName}`, -count])) },
  ];
}

function toDeniedCalls({
  principal,
  notified,
  claim,
  count,
  first,
  last,
  example,
}: z.infer<typeof deniedItem>): DeniedCalls {
  const calls = Object.entries(count).map(([eventName, number]): RepeatedCall => {
    const latest = last[eventName] ?? first[eventName] ?? '';
    const examples = Object.entries(example).filter(([name]) => name.startsWith(`${eventName}:`));
    return {
      eventName,
      actor: principal,
      count: number,
      first: first[eventName] ?? latest,
      last: latest,
      denied: true,
      ...(examples.length > 0 && { examples: examples.map(([, target]) => target) }),
    };
  });
  return {
    principal,
    ...(notified !== undefined && { notified }),
    ...(claim && { claim }),
    calls: calls.filter((call) => call.count > 0),
  };
}
