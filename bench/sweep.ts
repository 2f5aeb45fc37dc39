import type { Ledger } from '../lambda/app/ports.ts';
import { type Swept, sweep, type WholeSweepWorld } from '../lambda/app/sweep/sweep.ts';
import { clientsFor } from '../lambda/aws/clients.ts';
import { enabledRegions } from '../lambda/aws/read/enabled-regions.ts';
import { listening } from '../lambda/aws/read/event-rule.ts';
import { listTrails } from '../lambda/aws/read/list-trails.ts';
import { quickChecker } from '../lambda/aws/read/quick-check.ts';
import { observer } from '../lambda/aws/read/trail-facts.ts';
import { virtualClock } from '../test/support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../test/support/in-memory-ledger.ts';
import { ID, NOW, SETTINGS } from '../test/support/perfect-trail.ts';
import { clientsIn, FUNCTION_ARN, HUB, memoriesOf, REGIONS, type SweepScene } from './sweep-scene.ts';

type Counts = Readonly<Record<string, number>>;

/** What one sweep of a scene took. */
export interface MeasuredSweep {
  readonly scene: SweepScene;
  /** Of AWS, by operation; those of the ledger stand apart. */
  readonly calls: Counts;
  /** By the ledger's own words. */
  readonly ledgerCalls: Counts;
  /** Of the trails by their word, of the account and its regions by reason. */
  readonly outcomes: Counts;
  readonly tookMs: number;
}

/** How long every call takes, those of the ledger included, in milliseconds. */
export const CALL_MS = 40;
/** The most that a sweep may take at that. */
export const MOST_SWEEP_MS = 3_000;
/** DescribeRule and ListTargetsByRule, for each of trailmend's own rules; a scene has one. */
export const CALLS_FOR_OWN_RULE = 2;

/** What a sweep may call beside its own rule: which regions there are, what each holds, and what each trail costs. */
export function mostCalls({ trails, mostForATrail }: SweepScene): number {
  return 1 + REGIONS.length + mostForATrail * trails.length;
}

/**
 * Sweeps a scene by the function's own code on a virtual clock: once, so that the ledger knows what it can know, and once more,
 * which is measured. Nothing is written or told in either.
 */
export async function measureSweep(scene: SweepScene): Promise<MeasuredSweep> {
  const clock = virtualClock(Date.parse(NOW));
  const calls = new Map<string, number>();
  const ledgerCalls = new Map<string, number>();
  const calledIn = (counts: Map<string, number>) => (operation: string) => {
    add(counts, operation);
    return clock.sleep(CALL_MS);
  };
  const clients = clientsIn(scene, clientsFor(HUB), calledIn(calls));
  const world: WholeSweepWorld = {
    clock,
    newId: () => 'run',
    ledger: slowly(inMemoryLedger(memoriesOf(scene)), calledIn(ledgerCalls)),
    observe: observer(clients, SETTINGS),
    performer: () => () => Promise.reject(new Error('nothing is to be written')),
    notify: () => Promise.reject(new Error('nothing is to be told')),
    putOutcome: () => Promise.reject(new Error('nothing is to be told')),
    log: { info: () => {}, error: () => {} },
    enabledRegions: () => enabledRegions(clients),
    listening: (region) => listening(clients, region, { region: HUB, functionArn: FUNCTION_ARN }),
    listTrails: (region) => listTrails(clients, region),
    glance: quickChecker(clients, SETTINGS),
    remainingMs: () => 900_000,
  };
  await sweptOnce(world, new Map());
  calls.clear();
  ledgerCalls.clear();
  const outcomes = new Map<string, number>();
  const { tookMs } = await sweptOnce(world, outcomes);
  const counted = (counts: Map<string, number>): Counts => Object.fromEntries(counts);
  return { scene, calls: counted(calls), ledgerCalls: counted(ledgerCalls), outcomes: counted(outcomes), tookMs };
}

function sweptOnce(world: WholeSweepWorld, outcomes: Map<string, number>): Promise<Swept> {
  const { partition, account } = ID;
  const task = { partition, account, settings: SETTINGS, settleSeconds: 20, ownRegions: [HUB], onceOnly: false };
  return sweep(task, world, async ({ record, id }) => {
    add(outcomes, id.name === '*' ? record.reason : record.outcome);
  });
}

function add(counts: Map<string, number>, what: string): void {
  counts.set(what, (counts.get(what) ?? 0) + 1);
}

function slowly(ledger: Ledger, called: (call: string) => Promise<void>): Ledger {
  return new Proxy(ledger, {
    get:
      (target, name) =>
      async (...parameters: readonly unknown[]) => {
        await called(String(name));
        return Reflect.apply(Reflect.get(target, name), target, parameters);
      },
  });
}
