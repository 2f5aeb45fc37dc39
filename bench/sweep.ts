import type { Ledger } from '../lambda/app/ledger.ts';
import type { Ports } from '../lambda/app/ports.ts';
import { noteProbe } from '../lambda/app/probe.ts';
import { sweep } from '../lambda/app/sweep/sweep.ts';
import { clientsFor } from '../lambda/aws/clients.ts';
import { enabledRegions } from '../lambda/aws/read/enabled-regions.ts';
import { readEventRuleStatus } from '../lambda/aws/read/event-rule.ts';
import { listTrails } from '../lambda/aws/read/list-trails.ts';
import { readTrailFacts } from '../lambda/aws/read/trail-facts.ts';
import type { OutcomeRecord } from '../lambda/core/model/outcome.ts';
import { virtualClock } from '../test/support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../test/support/in-memory-ledger.ts';
import { NOW, SETTINGS } from '../test/support/perfect-trail.ts';
import { portsWith } from '../test/support/ports.ts';
import { clientsIn, FUNCTION_ARN, HUB, memoriesOf, type SweepScene } from './sweep-scene.ts';

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
export function mostCalls({ regions, trails, mostForATrail }: SweepScene): number {
  return 1 + regions.length + mostForATrail * trails.length;
}

/**
 * Runs two sweeps of a scene with the function's own code on a virtual clock. The first fills the
 * ledger, the second is measured. Neither may write, and the second may not notify.
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
  const ports: Ports = portsWith({
    clock,
    putProbe: async (region, id) => ({ ok: true, value: await noteProbe({ region, id }, ports) }),
    ledger: slowly(inMemoryLedger(memoriesOf(scene)), calledIn(ledgerCalls)),
    observe: (...[id, now, history, listed]) => readTrailFacts(clients, SETTINGS, id, now, history, listed),
    enabledRegions: () => enabledRegions(clients),
    eventRuleStatus: (region) =>
      readEventRuleStatus(clients, region, { region: HUB, functionArn: FUNCTION_ARN, logGroupPrefix: '/trailmend/' }),
    listTrails: (region) => listTrails(clients, region),
  });
  await sweepOnce(ports);
  calls.clear();
  ledgerCalls.clear();
  const began = clock.now();
  const records = await sweepOnce({ ...ports, publisher: { notify: refuseToNotify, putEvent: refuseToNotify } });
  const outcomes = new Map<string, number>();
  for (const { subject, reason, outcome } of records) add(outcomes, subject.kind === 'trail' ? outcome : reason);
  const counted = (counts: Map<string, number>): Counts => Object.fromEntries(counts);
  return {
    scene,
    calls: counted(calls),
    ledgerCalls: counted(ledgerCalls),
    outcomes: counted(outcomes),
    tookMs: clock.now() - began,
  };
}

function refuseToNotify(): Promise<never> {
  return Promise.reject(new Error('A measured sweep must not notify.'));
}

function sweepOnce(ports: Ports): Promise<readonly OutcomeRecord[]> {
  return sweep(
    {
      settings: SETTINGS,
      settleSeconds: 20,
      ownRegions: [HUB],
      forwarderRegions: [],
      ownSettings: {},
      isRequested: false,
    },
    ports,
  );
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
