import type { Ports } from '../../lambda/app/ports.ts';
import { trustedLedger } from '../../lambda/app/trusted-ledger.ts';
import { turns } from '../../lambda/app/turns.ts';
import { denialsIn } from '../../lambda/aws/ledger/denials-table.ts';
import { messagesIn } from '../../lambda/aws/ledger/message-counts.ts';
import { itemsIn } from '../../lambda/aws/ledger/table.ts';
import { NO_HISTORY } from '../../lambda/core/model/facts.ts';
import { strictTable } from './aws/strict-table.ts';
import { virtualClock } from './aws/virtual-clock.ts';
import { inMemoryLedger } from './in-memory-ledger.ts';
import { NOW, REPAIR_FACTS } from './perfect-trail.ts';

/**
 * Ports with these differences. The others reject every call, except for a clock with its turns, an
 * empty ledger without denied calls, and a publisher and a log that discard their input.
 */
export function portsWith(changes: Partial<Ports>): Ports {
  const {
    clock = virtualClock(Date.parse(NOW)),
    ledger = inMemoryLedger(),
    observe = () => unexpected('observe'),
  } = changes;
  return {
    clock,
    denials: denialsIn(itemsIn(strictTable().clients, 'Ledger', clock.sleep)),
    messages: messagesIn(itemsIn(strictTable().clients, 'Ledger', clock.sleep)),
    newId: () => 'run-1',
    log: { info: () => {}, error: () => {} },
    publisher: { notify: async () => DONE, putEvent: async () => DONE },
    remainingMs: () => 15 * 60_000,
    observe,
    observeAgain: ({ id }, now) => observe(id, now, NO_HISTORY),
    takeTurn: turns(clock),
    observeForRepair: async () => REPAIR_FACTS,
    perform: () => unexpected('perform'),
    enabledRegions: () => unexpected('enabledRegions'),
    listTrails: () => unexpected('listTrails'),
    observeRecording: () => unexpected('observeRecording'),
    eventRuleStatus: () => unexpected('eventRuleStatus'),
    putProbe: async () => DONE,
    forwarderQueue: () => unexpected('forwarderQueue'),
    subscribers: async () => ({ read: true, value: 'some' }),
    checkAccess: () => unexpected('checkAccess'),
    ...changes,
    ledger: trustedLedger(ledger, clock),
  };
}

const DONE = { ok: true, value: undefined } as const;

function unexpected(port: string): Promise<never> {
  return Promise.reject(new Error(`The test does not expect ${port} to be used.`));
}
