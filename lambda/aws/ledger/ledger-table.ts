import type { Ledger } from '../../app/ledger.ts';
import { NO_ISSUES } from '../../core/model/issue-memory.ts';
import { type MemoryChanges, NO_MEMORY } from '../../core/model/memory.ts';
import { succeeded } from '../../core/model/result.ts';
import type { Condition, Key } from './expressions.ts';
import {
  issueAttributes,
  issuesFrom,
  knownTrailAttributes,
  knownTrailsFrom,
  memoryAttributes,
  memoryFrom,
  probeFrom,
  settingsFrom,
} from './items.ts';
import { acquireWith, releaseWith } from './leases.ts';
import { savedUnlessNotified, unlessNotified } from './notifying.ts';
import { factFrom, isUnmet, type LedgerItems } from './table.ts';

const memoryKey = (key: string): Key => [key, 'memory'];
const ISSUES: Key = ['sweep', 'issues'];
const TRAILS: Key = ['sweep', 'trails'];
const SETTINGS: Key = ['sweep', 'settings'];
const probeKey = (region: string): Key => [`region ${region}`, 'probe'];

/** What trailmend remembers about trails and issues. */
export function ledgerIn({ read, readAll, write }: LedgerItems): Ledger {
  const writeMemory = (key: string, changes: MemoryChanges, condition?: Condition) =>
    write(memoryKey(key), memoryAttributes(changes), unlessNotified(changes, condition));
  return {
    load: async (key) => factFrom(await read(memoryKey(key)), memoryFrom, NO_MEMORY),
    async loadAll(keys) {
      const items = await readAll(keys.map(memoryKey));
      return items.map((item) => factFrom(item, memoryFrom, NO_MEMORY));
    },
    save: async (key, changes) => savedUnlessNotified(await writeMemory(key, changes), changes),
    acquire: acquireWith(writeMemory),
    release: releaseWith(writeMemory),
    loadKnownTrails: async () => factFrom(await read(TRAILS), knownTrailsFrom, {}),
    saveKnownTrails: (changes) => write(TRAILS, knownTrailAttributes(changes)),
    loadIssues: async () => factFrom(await read(ISSUES), issuesFrom, NO_ISSUES),
    saveIssues: async (changes) =>
      savedUnlessNotified(await write(ISSUES, issueAttributes(changes), unlessNotified(changes)), changes),
    loadSettings: async () => factFrom(await read(SETTINGS), settingsFrom, undefined),
    saveSettings: (settings) => write(SETTINGS, { settings }),
    async loadProbes(regions) {
      const items = await readAll(regions.map(probeKey));
      return items.map((item) => factFrom(item, probeFrom, undefined));
    },
    async saveProbe(region, changes, hash) {
      const expression = hash === undefined ? 'attribute_not_exists(#hash)' : '#hash = :hash';
      const condition = { expression, values: hash === undefined ? {} : { ':hash': hash } };
      const saved = await write(probeKey(region), changes, condition);
      if (saved.ok) return succeeded('saved');
      return isUnmet(saved) ? succeeded('other-probe') : saved;
    },
  };
}
