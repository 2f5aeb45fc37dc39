import type { Ports } from '../../../../lambda/app/ports.ts';
import { noteProbe } from '../../../../lambda/app/probe.ts';
import { type SweepTask, sweep } from '../../../../lambda/app/sweep/sweep.ts';
import type { AwsError } from '../../../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../../../lambda/core/model/fact.ts';
import type { TrailFacts } from '../../../../lambda/core/model/facts.ts';
import type { OpenIssues } from '../../../../lambda/core/model/issue-memory.ts';
import type { TrailMemory } from '../../../../lambda/core/model/memory.ts';
import type { OutcomeRecord } from '../../../../lambda/core/model/outcome.ts';
import type { EventRuleStatus, ForwarderQueue, ListedTrail } from '../../../../lambda/core/model/region-scan.ts';
import type { Trail } from '../../../../lambda/core/model/trail.ts';
import type { TrailId } from '../../../../lambda/core/model/trail-id.ts';
import { RECORDING } from '../../../support/account-facts.ts';
import { virtualClock } from '../../../support/aws/virtual-clock.ts';
import { inMemoryLedger } from '../../../support/in-memory-ledger.ts';
import { ID, NOW, PERFECT_FACTS, PERFECT_TRAIL, read, SETTINGS } from '../../../support/perfect-trail.ts';
import { portsWith } from '../../../support/ports.ts';

/** How long each call takes, in milliseconds. */
const CALL_MS = 40;
export const START = Date.parse(NOW);

export const EMPTY_QUEUE: ForwarderQueue = {
  status: 'found',
  queueUrl: 'https://sqs.eu-west-1.amazonaws.com/111122223333/trailmend-not-forwarded',
  events: 0,
};

/**
 * A call of a sweep, in the order in which they began. `check` is an observation of a listed trail,
 * `outcome` a log line.
 */
export interface MadeCall {
  readonly at: number;
  readonly call:
    | 'event rule'
    | 'probe'
    | 'queue'
    | 'regions'
    | 'list'
    | 'check'
    | 'recording'
    | 'observe'
    | 'write'
    | 'outcome'
    | 'notify';
  readonly region: string;
  readonly what: string;
}

/** How the account differs from a perfect one. */
export interface Differences {
  readonly listTrails?: (region: string) => AwsError | undefined;
  readonly facts?: (id: TrailId) => TrailFacts;
  readonly remainingMs?: (elapsedMs: number) => number;
  /** The error with which SNS refuses a notification. */
  readonly notify?: (record: OutcomeRecord) => AwsError | undefined;
  readonly eventRule?: (region: string) => Fact<EventRuleStatus>;
  readonly forwarderQueue?: (region: string) => Fact<ForwarderQueue>;
  readonly regionsError?: AwsError;
  readonly random?: () => number;
  readonly memories?: Readonly<Record<string, TrailMemory>>;
  readonly issues?: OpenIssues;
}

/** A trail of this name whose home is the Region. */
export function trailIn(region: string, name = 'audit', changes: Partial<Trail> = {}): ListedTrail {
  const id = { ...ID, region, name, arn: `arn:aws:cloudtrail:${region}:${ID.account}:trail/${name}` };
  const logGroupArn = PERFECT_TRAIL.logGroupArn.replace(ID.region, region);
  return { id, trail: { ...PERFECT_TRAIL, homeRegion: region, logGroupArn, isMultiRegion: false, ...changes } };
}

/**
 * An account in dry-run with these trails by Region. Each of its calls takes 40 ms on a virtual
 * clock.
 */
export function sweptAccount(trails: Readonly<Record<string, readonly ListedTrail[]>>, differences: Differences = {}) {
  const { random, memories, issues } = differences;
  const clock = virtualClock(START, { ...(random && { random }) });
  const calls: MadeCall[] = [];
  const reported: OutcomeRecord[] = [];
  const notified: OutcomeRecord[] = [];
  const logged: (readonly [string, Readonly<Record<string, unknown>>])[] = [];
  const ledger = inMemoryLedger(memories, issues);
  const begin = (call: MadeCall['call'], region: string, what: string) =>
    calls.push({ at: clock.now() - START, call, region, what });
  const made = async <T>(
    call: MadeCall['call'],
    region: string,
    what: string,
    answer: () => T | Promise<T>,
  ): Promise<T> => {
    begin(call, region, what);
    await clock.sleep(CALL_MS);
    return answer();
  };
  const log = (message: string, fields: Readonly<Record<string, unknown>>) => {
    logged.push([message, fields]);
    if (message !== 'trail outcome') return;
    const record = fields['record'] as OutcomeRecord;
    begin('outcome', '', record.trailArn ?? record.subject.kind);
    reported.push(record);
  };
  const factsOf = (id: TrailId): TrailFacts => homeFacts(id, differences.facts?.(id) ?? PERFECT_FACTS);
  const ports: Ports = portsWith({
    clock,
    ledger,
    publisher: {
      notify: (record) =>
        made('notify', '', record.trailArn ?? record.subject.kind, () => {
          const error = differences.notify?.(record);
          return error ? { ok: false, error } : { ok: true, value: notified.push(record) };
        }),
      putEvent: async () => ({ ok: true, value: undefined }),
    },
    log: { info: log, error: log },
    newId: () => 'run',
    enabledRegions: () =>
      made('regions', '', '', () => {
        const error = differences.regionsError;
        return error ? { ok: false, error } : { ok: true, value: Object.keys(trails) };
      }),
    eventRuleStatus: (region) =>
      made('event rule', region, '', () => differences.eventRule?.(region) ?? read('active')),
    putProbe: (region, id) =>
      made('probe', region, id, async () => ({ ok: true, value: await noteProbe({ region, id }, ports) })),
    forwarderQueue: (region) =>
      made('queue', region, '', () => differences.forwarderQueue?.(region) ?? read(EMPTY_QUEUE)),
    listTrails: (region) =>
      made('list', region, '', () => {
        const error = differences.listTrails?.(region);
        return error ? { ok: false, error } : { ok: true, value: trails[region] ?? [] };
      }),
    observeRecording: ({ id }, region) => made('recording', region, id.name, () => RECORDING),
    observe: (id, now, _, listed) =>
      made(listed ? 'check' : 'observe', id.region, id.name, () => ({ ...factsOf(id), now })),
    perform: ({ operation }, region) => made('write', region, operation, () => ({ ok: true, value: {} })),
    remainingMs: () => differences.remainingMs?.(clock.now() - START) ?? 900_000,
  } satisfies Partial<Ports>);
  const run = (task: Partial<SweepTask> = {}): Promise<readonly OutcomeRecord[]> => {
    const settings = { ...SETTINGS, mode: 'dry-run' as const };
    const full = {
      settings,
      settleSeconds: 20,
      ownRegions: [ID.region],
      forwarderRegions: [],
      ownSettings: {},
      isRequested: false,
    };
    return sweep({ ...full, ...task }, ports);
  };
  return {
    run,
    ports,
    calls,
    reported,
    notified,
    logged,
    ledger,
    clock,
    count: (call: MadeCall['call']) => calls.filter((one) => one.call === call).length,
    /** The log lines that sum up the sweeps. */
    summaries: () => logged.filter(([message]) => message === 'sweep').map(([, fields]) => fields),
  };
}

/** The facts as they are in the home Region of the trail. */
function homeFacts(id: TrailId, facts: TrailFacts): TrailFacts {
  if (!facts.trail.read) return { ...facts, id };
  const logGroupArn = facts.trail.value.logGroupArn.replace(ID.region, id.region);
  return { ...facts, id, trail: read({ ...facts.trail.value, homeRegion: id.region, logGroupArn }) };
}

export function words(records: readonly OutcomeRecord[]): readonly string[] {
  return records.map(({ outcome, reason }) => `${outcome} ${reason}`);
}
