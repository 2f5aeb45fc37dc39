import { dispatch } from '../../../lambda/app/dispatch.ts';
import type { Clock, Ports } from '../../../lambda/app/ports.ts';
import type { Config } from '../../../lambda/config.ts';
import type { AwsResult } from '../../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../../lambda/core/model/fact.ts';
import { NO_MEMORY, type TrailMemory } from '../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../lambda/core/model/outcome.ts';
import type { EventRuleStatus, ForwarderQueue } from '../../../lambda/core/model/region-scan.ts';
import type { Subscribers } from '../../../lambda/core/model/subscribers.ts';
import { messageFor } from '../../../lambda/core/notification/message-for.ts';
import { virtualClock } from '../aws/virtual-clock.ts';
import { type InMemoryLedger, inMemoryLedger } from '../in-memory-ledger.ts';
import { portsWith } from '../ports.ts';
import { configOf } from './case-config.ts';
import { type CaseRegion, changedRegions } from './case-regions.ts';
import type { SweepCase } from './load-sweeps.ts';
import type { Probes, Queues, Rules, SubscribersIn, SweepStep } from './sweep-file.ts';
import { arnOf, nameOf } from './sweep-names.ts';
import { sweptRegions, type Write } from './swept-regions.ts';

/** The time at which the first sweep of every case starts. */
const START = Date.parse('2026-11-20T09:00:05Z');
const MINUTES_BETWEEN = 60;
const TIMEOUT_SECONDS = 900;

/** The results of a sweep, observed from outside. Trails have the names that the files use. */
export interface PlayedSweep {
  readonly records: readonly OutcomeRecord[];
  /** The subjects of notifications. */
  readonly notified: readonly string[];
  readonly writes: readonly Write[];
  readonly memories: ReadonlyMap<string, TrailMemory>;
  readonly postponed: readonly string[];
  readonly checks: readonly string[];
  readonly recordings: readonly string[];
}

/** Shared by all sweeps of a case. */
interface SweepStage {
  readonly found: SweepCase;
  readonly config: Config;
  readonly clock: Clock;
  readonly ledger: InMemoryLedger;
}

/** Dispatches the sweeps of a case to the function, one after another. */
export async function playSweeps(found: SweepCase): Promise<readonly PlayedSweep[]> {
  const { regions: limit = [], forwarderRegions = [] } = found.parameters ?? {};
  const config = { ...configOf(found.settings, 'fix'), regions: limit, forwarderRegions };
  const remembered = Object.entries(found.ledger ?? {}).map(([name, memory]) => [
    arnOf(name),
    { ...NO_MEMORY, ...memory },
  ]);
  const ledger = inMemoryLedger(Object.fromEntries(remembered));
  const stage: SweepStage = { found, config, ledger, clock: virtualClock(START) };
  let { regions, rules = {}, probes = {}, queues = {}, subscribers = null } = found;
  const played: PlayedSweep[] = [];
  for (const step of found.sweeps) {
    if (played.length > 0) await stage.clock.sleep((step.afterMinutes ?? MINUTES_BETWEEN) * 60_000);
    regions = changedRegions(regions, step.changes ?? {}, found.place);
    rules = { ...rules, ...step.rules };
    probes = { ...probes, ...step.probes };
    queues = { ...queues, ...step.queues };
    if (step.subscribers !== undefined) subscribers = step.subscribers;
    played.push(await playOne(step, { regions, rules, probes, queues, subscribers }, stage));
  }
  return played;
}

/** What changes between the sweeps of a case. */
interface CaseAccount {
  readonly regions: ReadonlyMap<string, CaseRegion>;
  readonly rules: Rules;
  readonly probes: Probes;
  readonly queues: Queues;
  readonly subscribers: SubscribersIn;
}

async function playOne(
  { seconds = TIMEOUT_SECONDS, requestedRegions }: SweepStep,
  { regions, rules, probes, queues, subscribers }: CaseAccount,
  { found, config, clock, ledger }: SweepStage,
): Promise<PlayedSweep> {
  const { checks, recordings, writes, ...aws } = sweptRegions(regions, config.settings, clock);
  const notified: string[] = [];
  let postponed: readonly string[] = [];
  const deadline = clock.now() + seconds * 1000;
  const ports: Ports = portsWith({
    ...aws,
    clock,
    ledger,
    newId: () => '7d2f0c3e-6b1d-4f0e-8a53-5d1b3f2c9e01',
    publisher: {
      notify: async (record) => ({ ok: true, value: notified.push(messageFor(record).subject) }),
      putEvent: async () => ({ ok: true, value: undefined }),
    },
    log: {
      info: (message, fields) => {
        if (message === 'sweep') postponed = postponedIn(fields);
      },
      error: () => {},
    },
    remainingMs: () => deadline - clock.now(),
    enabledRegions: async () => enabledIn(found),
    eventRuleStatus: async (region) => statusIn(rules, region),
    putProbe: (region, id) => playProbe({ region, id, does: probes[region] }, config, ports),
    forwarderQueue: async (region) => queueIn(queues, region),
    subscribers: async () => subscribersFrom(subscribers),
  });
  const result = await dispatch(
    { kind: 'sweep', ...(requestedRegions && { regions: requestedRegions }) },
    config,
    ports,
  );
  return {
    records: 'outcomes' in result ? result.outcomes : [],
    notified,
    writes,
    memories: new Map([...ledger.memories].map(([arn, memory]) => [nameOf(arn), memory])),
    postponed,
    checks: checks.map(({ arn }) => nameOf(arn)),
    recordings: recordings.map(({ id, region }) => `${nameOf(id.arn)} in ${region}`),
  };
}

/** The Regions and trails that a sweep postponed, as its log line names them. */
function postponedIn(fields: Record<string, unknown>): readonly string[] {
  const { regions, trails } = Object(fields['postponed']);
  return [...regions, ...trails.map(nameOf)];
}

function enabledIn({ regions, regionsError }: SweepCase): AwsResult<readonly string[]> {
  if (regionsError) return { ok: false, error: { operation: 'DescribeRegions', ...regionsError } };
  return { ok: true, value: [...regions.keys()] };
}

function statusIn(rules: Rules, region: string): Fact<EventRuleStatus> {
  const rule = rules[region] ?? 'active';
  return typeof rule === 'string' ? { read: true, value: rule } : { read: false, why: rule.unread };
}

/** Puts a probe, which arrives at once unless the case says otherwise. */
async function playProbe(
  { region, id, does }: { readonly region: string; readonly id: string; readonly does: Probes[string] | undefined },
  config: Config,
  ports: Ports,
): Promise<AwsResult<unknown>> {
  if (typeof does === 'object' && does) return { ok: false, error: { operation: 'PutEvents', ...does.refused } };
  const detail = { id: does === 'altered' ? 'constant' : id };
  const event = {
    source: 'trailmend',
    'detail-type': 'Trailmend Probe',
    account: config.settings.account,
    region,
    detail,
  };
  const times = does === 'lost' ? 0 : does === 'twice' ? 2 : 1;
  for (let time = 0; time < times; time += 1) await dispatch(event, config, ports);
  return { ok: true, value: undefined };
}

function subscribersFrom(subscribers: SubscribersIn): Fact<Subscribers> {
  const value = subscribers ?? 'some';
  return typeof value === 'string' ? { read: true, value } : { read: false, why: value.unread };
}

function queueIn(queues: Queues, region: string): Fact<ForwarderQueue> {
  const queue = queues[region] ?? { events: 0 };
  if (queue === 'missing') return { read: true, value: { status: queue } };
  if ('unread' in queue) return { read: false, why: queue.unread };
  const queueUrl = `https://sqs.${region}.amazonaws.com/111122223333/trailmend-not-forwarded`;
  return { read: true, value: { status: 'found', queueUrl, events: queue.events } };
}
