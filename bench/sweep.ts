import { clientsFor } from '../lambda/aws/clients.ts';
import { listening } from '../lambda/aws/event-rule.ts';
import { glancer } from '../lambda/aws/glance.ts';
import type { Ledger } from '../lambda/aws/ledger.ts';
import { listTrails } from '../lambda/aws/list-trails.ts';
import { observer } from '../lambda/aws/observe.ts';
import { enabledRegions } from '../lambda/aws/regions.ts';
import { type Swept, sweep, type WholeSweepWorld } from '../lambda/sweep.ts';
import { virtualClock } from '../test/support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../test/support/in-memory-ledger.ts';
import { ID, NOW, SETTINGS } from '../test/support/perfect-trail.ts';
import { clientsIn, FUNCTION_ARN, HUB, memoriesOf, REGIONS, type SweepScene } from './sweep-scene.ts';

type Counts = Readonly<Record<string, number>>;

/** One sweep of a scene. */
export interface MeasuredSweep {
  readonly scene: SweepScene;
  /** The number of AWS calls by operation, without those of the ledger. */
  readonly calls: Counts;
  /** The number of calls by method of the ledger. */
  readonly ledgerCalls: Counts;
  /**
   * The number of outcomes: of trails by outcome word, of the account and its Regions by reason.
   */
  readonly outcomes: Counts;
  readonly tookMs: number;
}

/** The duration of every call, calls of the ledger included, in milliseconds. */
export const CALL_MS = 40;
/** The bound for the duration of a sweep, in milliseconds. */
export const MOST_SWEEP_MS = 3_000;
/** DescribeRule and ListTargetsByRule for each event rule of trailmend; a scene has one. */
export const CALLS_FOR_OWN_RULE = 2;

/**
 * The bound of calls without the event rule: the list of Regions, the trails of each Region, and
 * the calls for each trail.
 */
export function mostCalls({ trails, mostForATrail }: SweepScene): number {
  return 1 + REGIONS.length + mostForATrail * trails.length;
}

/**
 * Runs two sweeps of a scene with the function's own code on a virtual clock. The first fills the
 * ledger, the second is measured. Neither may write or notify.
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
    performer: () => () => Promise.reject(new Error('A measured sweep must not write.')),
    notify: () => Promise.reject(new Error('A measured sweep must not notify.')),
    putOutcome: () => Promise.reject(new Error('A measured sweep must not notify.')),
    log: { info: () => {}, error: () => {} },
    enabledRegions: () => enabledRegions(clients),
    listening: (region) => listening(clients, region, { region: HUB, functionArn: FUNCTION_ARN }),
    listTrails: (region) => listTrails(clients, region),
    glance: glancer(clients, SETTINGS),
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
