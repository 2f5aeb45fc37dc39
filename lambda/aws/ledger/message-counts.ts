import * as z from 'zod/mini';
import type { Messages } from '../../app/ledger.ts';
import { succeeded } from '../../core/model/result.ts';
import { text } from '../../core/model/schema.ts';
import type { Key } from './expressions.ts';
import { gather, parseItem, spread } from './items.ts';
import { factFrom, type LedgerItems } from './table.ts';
import { ITEM_VERSION } from './table-schema.ts';

const MESSAGES: Key = ['sweep', 'messages'];
const messagesItem = z.object({ version: z.literal(ITEM_VERSION), sent: z.record(text, z.number()) });

/** How many messages were due, in one item. Sweeps remove the counts of the hours before. */
export function messagesIn({ read, write, count }: LedgerItems): Messages {
  return {
    async count(kind, hour) {
      const counter = `sent:${kind} ${hour}`;
      const counted = await count(MESSAGES, {}, { add: { [counter]: 1 } });
      return counted.ok ? succeeded(Number(counted.value[counter])) : counted;
    },
    load: async () =>
      factFrom(await read(MESSAGES), (item) => parseItem(messagesItem, gather(item, ['sent']), ({ sent }) => sent), {}),
    forget: (keys) => write(MESSAGES, spread('sent', Object.fromEntries(keys.map((key) => [key, null])))),
  };
}
