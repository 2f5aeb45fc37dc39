import { trustedIssues, trustedMemory } from '../core/memory/trusted.ts';
import type { Fact } from '../core/model/fact.ts';
import type { Ledger } from './ledger.ts';
import { type Clock, isoTime } from './ports.ts';

/** The ledger without entries that no run can have written. Every use case reads it in this way. */
export function trustedLedger(ledger: Ledger, clock: Clock): Ledger {
  const trusted = <T>(fact: Fact<T>, trust: (value: T, now: string) => T): Fact<T> =>
    fact.read ? { read: true, value: trust(fact.value, isoTime(clock)) } : fact;
  return {
    ...ledger,
    save: (...change) => ledger.save(...change),
    acquire: (...request) => ledger.acquire(...request),
    release: (...request) => ledger.release(...request),
    saveIssues: (changes) => ledger.saveIssues(changes),
    load: async (key) => trusted(await ledger.load(key), (memory, now) => trustedMemory(memory, key, now)),
    async loadAll(keys) {
      const memories = await ledger.loadAll(keys);
      return memories.map((fact, index) =>
        trusted(fact, (memory, now) => trustedMemory(memory, keys[index] ?? '', now)),
      );
    },
    loadIssues: async () => trusted(await ledger.loadIssues(), trustedIssues),
  };
}
