import { dispatch, type Surroundings } from '../../../lambda/app/dispatch.ts';
import type { Clock } from '../../../lambda/app/ports.ts';
import { sweep } from '../../../lambda/app/sweep/sweep.ts';
import type { Config } from '../../../lambda/config.ts';
import type { AwsResult } from '../../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../../lambda/core/model/facts.ts';
import { NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { EventRuleStatus } from '../../../lambda/core/model/region-scan.ts';
import { messageFor } from '../../../lambda/core/notification/trail-message.ts';
import { virtualClock } from '../aws/virtual-clock.ts';
import { type InMemoryLedger, inMemoryLedger } from '../in-memory-ledger.ts';
import { configOf } from './case-config.ts';
import { type CaseRegion, changedRegions } from './case-regions.ts';
import type { SweepCase } from './load-sweeps.ts';
import type { Rules, SweepStep } from './sweep-file.ts';
import { arnOf, nameOf } from './sweep-names.ts';
import { sweptRegions, type Write } from './swept-regions.ts';

/** When the first sweep of every case begins. */
const START = Date.parse('2026-11-20T09:00:05Z');
const MINUTES_BETWEEN = 60;
const LONGEST_SECONDS = 900;

/** What a sweep came to, seen from outside. Trails are named as in the files. */
export interface PlayedSweep {
  readonly records: readonly OutcomeRecord[];
  /** The subjects of messages. */
  readonly told: readonly string[];
  readonly writes: readonly Write[];
  readonly memories: ReadonlyMap<string, TrailMemory>;
  readonly left: readonly string[];
  readonly looks: readonly string[];
}

/** What all sweeps of a case share. */
interface RunTrace {
  readonly found: SweepCase;
  readonly config: Config;
  readonly clock: Clock;
  readonly ledger: InMemoryLedger;
}

/** Lets the sweeps of a case in at the function's door, one after the other. */
export async function playSweeps(found: SweepCase): Promise<readonly PlayedSweep[]> {
  const { regions: limit = [], forwarderRegions = [] } = found.parameters ?? {};
  const config = { ...configOf(found.settings, 'fix'), regions: limit, forwarderRegions };
  const remembered = Object.entries(found.ledger ?? {}).map(([name, memory]) => [
    arnOf(name),
    { ...NO_MEMORY, ...memory },
  ]);
  const ledger = inMemoryLedger(Object.fromEntries(remembered));
  if (found.left) await ledger.rememberCursor({ next: JSON.stringify(found.left.map(arnOf)), since: 'then' });
  const course: RunTrace = { found, config, ledger, clock: virtualClock(START) };
  let { regions, rules = {} } = found;
  const played: PlayedSweep[] = [];
  for (const step of found.sweeps) {
    if (played.length > 0) await course.clock.sleep((step.afterMinutes ?? MINUTES_BETWEEN) * 60_000);
    regions = changedRegions(regions, step.changes ?? {}, found.place);
    rules = { ...rules, ...step.rules };
    played.push(await playOne(step, { regions, rules }, course));
  }
  return played;
}

async function playOne(
  { seconds = LONGEST_SECONDS, asked }: SweepStep,
  { regions, rules }: { readonly regions: ReadonlyMap<string, CaseRegion>; readonly rules: Rules },
  { found, config, clock, ledger }: RunTrace,
): Promise<PlayedSweep> {
  const { looks, writes, ...aws } = sweptRegions(regions, config.settings, clock);
  const told: string[] = [];
  const ends = clock.now() + seconds * 1000;
  const world = {
    ...aws,
    clock,
    ledger,
    newId: () => '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01',
    notify: async (...message: Parameters<typeof messageFor>) => void told.push(messageFor(...message).subject),
    putOutcome: async () => ({ put: true }) as const,
    log: { info: () => {}, error: () => {} },
    remainingMs: () => ends - clock.now(),
    enabledRegions: async () => enabledIn(found),
    listening: async (region: string) => heardIn(rules, region),
  };
  const here: Surroundings = {
    ...world,
    config,
    sweep: (task, report) => sweep(task, world, report),
    smokeTest: () => Promise.reject(new Error('no sweep is a smoke test')),
    trailsOfGroup: () => Promise.reject(new Error('no sweep is about a log group')),
  };
  const result = await dispatch({ kind: 'sweep', ...(asked && { regions: asked }) }, here);
  const cursor = await ledger.recallCursor();
  return {
    records: 'outcomes' in result ? result.outcomes : [],
    told,
    writes,
    memories: new Map([...ledger.memories].map(([arn, memory]) => [nameOf(arn), memory])),
    left: cursor.read && cursor.value ? leftIn(cursor.value.next) : [],
    looks: looks.map(({ arn }) => nameOf(arn)),
  };
}

/** What a cursor says that was left; it names with `*` what stands. */
function leftIn(next: string): readonly string[] {
  const entries: readonly string[] = JSON.parse(next);
  return entries.filter((entry) => !entry.includes('*')).map(nameOf);
}

function enabledIn({ regions, regionsError }: SweepCase): AwsResult<readonly string[]> {
  if (regionsError) return { ok: false, error: { operation: 'DescribeRegions', ...regionsError } };
  return { ok: true, value: [...regions.keys()] };
}

function heardIn(rules: Rules, region: string): Fact<EventRuleStatus> {
  const rule = rules[region] ?? 'yes';
  return typeof rule === 'string' ? { read: true, value: rule } : { read: false, why: rule.unread };
}
