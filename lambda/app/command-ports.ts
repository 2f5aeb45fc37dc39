import { NO_ISSUES } from '../core/model/issue-memory.ts';
import { NO_MEMORY } from '../core/model/memory.ts';
import { succeeded } from '../core/model/result.ts';
import type { Ledger } from './ledger.ts';
import type { Ports } from './ports.ts';
import { turns } from './turns.ts';

/** What a command reads. Its ledger is that of a deployed stack, or `NO_LEDGER`. */
export type ReadPorts = Pick<
  Ports,
  | 'ledger'
  | 'observe'
  | 'observeForRepair'
  | 'enabledRegions'
  | 'listTrails'
  | 'observeRecording'
  | 'clock'
  | 'newId'
  | 'log'
  | 'remainingMs'
>;

/** With what a command repairs. */
export type WritePorts = Pick<Ports, 'observeAgain' | 'perform'>;

/**
 * The ports of a command: it reads the ledger of a deployed stack if there is one, writes to none,
 * and notifies nobody.
 * @param writes absent: the command may not write
 */
export function commandPorts(reads: ReadPorts, writes?: WritePorts): Ports {
  return {
    ...reads,
    ledger: readOnly(reads.ledger),
    publisher: { notify: nothing, putEvent: nothing },
    messages: { count: async () => succeeded(1), load: async () => ({ read: true, value: {} }), forget: nothing },
    denials: {
      count: unexpected,
      take: unexpected,
      settle: unexpected,
      enlist: unexpected,
      load: unexpected,
      strike: unexpected,
    },
    observeAgain: unexpected,
    perform: unexpected,
    ...writes,
    takeTurn: turns(reads.clock),
    eventRuleStatus: unexpected,
    putProbe: unexpected,
    forwarderQueue: unexpected,
    subscribers: unexpected,
    checkAccess: unexpected,
  };
}

const nothing = async () => succeeded(undefined);
const unexpected = (): Promise<never> => Promise.reject(new Error('This command does not make the call.'));

/** Only the function may write to the ledger: see infra/ledger.ts. */
function readOnly({ load, loadAll, loadIssues, loadKnownTrails, loadSettings, loadProbes }: Ledger): Ledger {
  return { ...NO_LEDGER, load, loadAll, loadIssues, loadKnownTrails, loadSettings, loadProbes };
}

/** A ledger that knows no trail and forgets what it saves. */
export const NO_LEDGER: Ledger = {
  load: async () => ({ read: true, value: NO_MEMORY }),
  loadAll: async (keys) => keys.map(() => ({ read: true, value: NO_MEMORY })),
  save: async () => succeeded('saved'),
  acquire: async () => succeeded('acquired'),
  release: async () => succeeded('released'),
  loadIssues: async () => ({ read: true, value: NO_ISSUES }),
  saveIssues: async () => succeeded('saved'),
  loadKnownTrails: async () => ({ read: true, value: {} }),
  saveKnownTrails: nothing,
  loadSettings: async () => ({ read: true, value: undefined }),
  saveSettings: nothing,
  loadProbes: async (regions) => regions.map(() => ({ read: true, value: undefined })),
  saveProbe: async () => succeeded('saved'),
};
