import { randomUUID } from 'node:crypto';
import type { ReadPorts, WritePorts } from '../lambda/app/command-ports.ts';
import type { Ledger } from '../lambda/app/ledger.ts';
import { systemClock } from '../lambda/app/retry.ts';
import { enabledRegions } from '../lambda/aws/read/enabled-regions.ts';
import { listTrails } from '../lambda/aws/read/list-trails.ts';
import { readRecording } from '../lambda/aws/read/recording.ts';
import { readRepairFacts } from '../lambda/aws/read/repair-facts.ts';
import { readTrailFacts, rereadTrailFacts } from '../lambda/aws/read/trail-facts.ts';
import { performStep } from '../lambda/aws/write/perform-step.ts';
import type { Settings } from '../lambda/core/model/settings.ts';
import type { Session } from './session.ts';

const nowhere = () => {};

/** Connects the reads of a command to AWS with the credentials of a session. */
export function readPorts({ clients }: Session, settings: Settings, ledger: Ledger): ReadPorts {
  return {
    ledger,
    observe: (id, now, history, listed) => readTrailFacts(clients, settings, id, now, history, listed),
    observeForRepair: (facts, acceptedGroupArn) => readRepairFacts(clients, settings, facts, acceptedGroupArn),
    enabledRegions: () => enabledRegions(clients),
    listTrails: (region) => listTrails(clients, region),
    observeRecording: (listed, region) => readRecording(clients, settings.account, listed, region),
    clock: systemClock,
    newId: randomUUID,
    log: { info: nowhere, error: nowhere },
    // A command has no deadline, unlike an invocation of Lambda.
    remainingMs: () => Number.MAX_SAFE_INTEGER,
  };
}

/** Connects the writes of a command to AWS. */
export function writePorts({ clients }: Session, settings: Settings): WritePorts {
  return {
    observeAgain: (seen, now, planned) => rereadTrailFacts(clients, settings, seen, now, planned),
    perform: (step, home) => performStep(clients, step, home),
  };
}
