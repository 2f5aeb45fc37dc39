import type { Ledger } from '../lambda/app/ledger.ts';
import type { Fact } from '../lambda/core/model/fact.ts';
import { sentence } from '../lambda/core/model/foreign-text.ts';
import { NOT_UNDERSTOOD, type TrailMemory } from '../lambda/core/model/memory.ts';

/** What a command says that judges without the memory of the function. */
export const WITHOUT_MEMORY = 'The result does not know what trailmend did and saw before.';

/** Notes each trail once about which another version of trailmend wrote into the ledger. */
export function notedLedger(ledger: Ledger, note: (line: string) => void): Ledger {
  const noted = new Set<string>();
  const checked = (key: string, memory: Fact<TrailMemory>): Fact<TrailMemory> => {
    if (!memory.read && memory.why.startsWith(NOT_UNDERSTOOD) && !noted.has(key)) {
      noted.add(key);
      note(`${notUnderstood(key, memory.why)} ${WITHOUT_MEMORY}`);
    }
    return memory;
  };
  return {
    ...ledger,
    load: async (key) => checked(key, await ledger.load(key)),
    loadAll: async (keys) => (await ledger.loadAll(keys)).map((memory, index) => checked(keys[index] ?? '', memory)),
  };
}

/** @param key the ARN of a trail */
export function notUnderstood(key: string, why: string): string {
  return `What the ledger has about ${sentence(key)} is unread (${sentence(why)}). Use the deployed version of trailmend.`;
}
