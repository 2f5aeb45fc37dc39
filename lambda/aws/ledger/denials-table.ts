import * as z from 'zod/mini';
import type { Denials, ListedPrincipal } from '../../app/ledger.ts';
import { principalKey } from '../../core/integration/names.ts';
import type { AwsResult } from '../../core/model/aws-result.ts';
import type { DeniedCalls } from '../../core/model/denials.ts';
import { failed, succeeded } from '../../core/model/result.ts';
import { text } from '../../core/model/schema.ts';
import { claimOf, countingOf, deniedFrom, keyOf, settlingOf } from './denied-items.ts';
import type { Item, Key } from './expressions.ts';
import { gather, parseItem, spread } from './items.ts';
import { factFrom, isUnmet, type LedgerItems } from './table.ts';
import { ITEM_VERSION } from './table-schema.ts';

/** Which principals a sweep asks for: the function cannot list items. */
const PRINCIPALS: Key = ['sweep', 'denied'];
/** An item has at most 400 KB. Of other principals, the next attempts are reported. */
const MOST_PRINCIPALS = 100;

const principalsItem = z.object({ version: z.literal(ITEM_VERSION), principal: z.record(text, text) });

/** The denied calls of each principal. An item expires two days after the last call. */
export function denialsIn({ read, readAll, write, count }: LedgerItems): Denials {
  const principals = async () =>
    factFrom(
      await read(PRINCIPALS),
      (item) => parseItem(principalsItem, gather(item, ['principal']), ({ principal }) => principal),
      {},
    );
  return {
    async count(call, now) {
      const counted = await count(keyOf(call.principal), ...countingOf(call, now));
      // Unmet: an earlier attempt of the event counted the call, and took the right to notify.
      return parsed(isUnmet(counted) ? await read(keyOf(call.principal)) : counted);
    },
    async take(seen, holder, now) {
      const taken = await count(keyOf(seen.principal), ...claimOf(seen, holder, now));
      return isUnmet(taken) ? succeeded('taken-by-other') : parsed(taken);
    },
    settle: (principal, reported, now) => count(keyOf(principal), ...settlingOf(reported, now)),
    async enlist(principal, now) {
      const key = principalKey(principal);
      const known = await principals();
      const isFull = known.read && Object.keys(known.value).length >= MOST_PRINCIPALS && !(key in known.value);
      return isFull ? succeeded('full') : write(PRINCIPALS, spread('principal', { [key]: now }));
    },
    async load() {
      const known = await principals();
      return known.read ? { read: true, value: await withCalls(known.value, readAll) } : known;
    },
    strike: ({ key, since }) =>
      write(PRINCIPALS, spread('principal', { [key]: null }), {
        expression: '#listed = :since',
        names: { '#listed': `principal:${key}` },
        values: { ':since': since },
      }),
  };
}

/** The listed principals with their calls, which one request reads. */
async function withCalls(
  principals: Readonly<Record<string, string>>,
  readAll: LedgerItems['readAll'],
): Promise<readonly ListedPrincipal[]> {
  const listed = Object.entries(principals).slice(0, MOST_PRINCIPALS);
  const items = listed.length > 0 ? await readAll(listed.map(([key]): Key => [`denied ${key}`, 'calls'])) : [];
  return listed.map(([key, since], index) => {
    const denied = factFrom(items[index] ?? succeeded(undefined), deniedFrom, undefined);
    return { key, since, denied };
  });
}

function parsed(result: AwsResult<Item | undefined>): AwsResult<DeniedCalls> {
  const fact = factFrom<DeniedCalls | undefined>(result, deniedFrom, undefined);
  if (!result.ok) return result;
  if (fact.read && fact.value) return succeeded(fact.value);
  return failed({ operation: 'UpdateItem', code: 'NotUnderstood', message: fact.read ? 'The item is gone' : fact.why });
}
