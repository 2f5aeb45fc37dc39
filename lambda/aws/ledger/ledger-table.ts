import type { Ledger } from '../../app/ports.ts';
import { type MemoryChanges, NO_MEMORY } from '../../core/model/memory.ts';
import type { Condition, Key } from './expressions.ts';
import {
  issueAttributes,
  issuesFrom,
  knownTrailAttributes,
  knownTrailsFrom,
  memoryAttributes,
  memoryFrom,
} from './items.ts';
import { acquireWith, releaseWith } from './leases.ts';
import { factFrom, type LedgerItems } from './table.ts';

const memoryKey = (key: string): Key => [key, 'memory'];
const ISSUES: Key = ['sweep', 'issues'];
const TRAILS: Key = ['sweep', 'trails'];

/** What trailmend remembers about trails and issues. */
export function ledgerIn({ read, readAll, write }: LedgerItems): Ledger {
  const writeMemory = (key: string, changes: MemoryChanges, condition?: Condition) =>
    write(memoryKey(key), memoryAttributes(changes), condition);
  return {
    load: async (key) => factFrom(await read(memoryKey(key)), memoryFrom, NO_MEMORY),
    async loadAll(keys) {
      const items = await readAll(keys.map(memoryKey));
      return items.map((item) => factFrom(item, memoryFrom, NO_MEMORY));
    },
    save: (key, changes) => writeMemory(key, changes),
    acquire: acquireWith(writeMemory),
    release: releaseWith(writeMemory),
    loadKnownTrails: async () => factFrom(await read(TRAILS), knownTrailsFrom, {}),
    saveKnownTrails: (changes) => write(TRAILS, knownTrailAttributes(changes)),
    loadIssues: async () => factFrom(await read(ISSUES), issuesFrom, {}),
    saveIssues: (changes) => write(ISSUES, issueAttributes(changes)),
  };
}
