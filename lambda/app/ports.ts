import type { AwsResult } from '../core/model/aws-result.ts';
import type { Fact, History, RepairFacts, Trail, TrailFacts } from '../core/model/facts.ts';
import type { Lease, MemoryChanges, OpenIssues, TrailMemory } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { EventRuleStatus, ListedTrail } from '../core/model/region-scan.ts';
import type { Step } from '../core/model/step.ts';
import type { TrailId } from '../core/model/trail-id.ts';

/** Everything that the use cases touch outside of themselves. No port rejects for what AWS can return. */
export interface Ports extends TrailReader, AccountReader {
  /** Makes the one call of a step. @param region the trail's home Region */
  readonly perform: (step: Step, region: string) => Promise<AwsResult<{ readonly requestId?: string }>>;
  readonly ledger: Ledger;
  readonly publisher: Publisher;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly log: Log;
  /** How long this invocation may still take, in milliseconds. */
  readonly remainingMs: () => number;
}

/** Reads one trail, in two stages. */
export interface TrailReader {
  /**
   * Reads what tells whether a trail needs a repair.
   * @param listed the trail, where DescribeTrails has just listed it
   */
  readonly observe: (id: TrailId, now: string, history: History, listed?: Trail) => Promise<TrailFacts>;
  /**
   * Reads what a plan needs to select a log group and a role.
   * @param acceptedGroupArn the log group of the accepted target, where one is remembered
   */
  readonly observeForRepair: (facts: TrailFacts, acceptedGroupArn: string | undefined) => Promise<RepairFacts>;
}

/** Reads the account. */
export interface AccountReader {
  /** The Regions that the account can use. */
  readonly enabledRegions: () => Promise<AwsResult<readonly string[]>>;
  /** Every trail that a Region shows, replicas and organization trails included. */
  readonly listTrails: (region: string) => Promise<AwsResult<readonly ListedTrail[]>>;
  /** Whether trailmend's event rule of a Region delivers events. */
  readonly eventRuleStatus: (region: string) => Promise<Fact<EventRuleStatus>>;
  /** Whether the function can read what it has to: its account, from its own role. It writes nothing. */
  readonly checkAccess: () => Promise<AwsResult<{ readonly account: string }>>;
}

/** What trailmend remembers between runs. A run continues without memory. */
export interface Ledger {
  /** One read; the empty memory for a key that is new to the ledger. */
  readonly load: (key: string) => Promise<Fact<TrailMemory>>;
  readonly save: (key: string, changes: MemoryChanges) => Promise<AwsResult<unknown>>;
  /**
   * Acquires the lease of a trail unless another run holds it: that run is then asked to check the trail again. A recheck that was
   * requested of an expired lease stays requested.
   * @param now ISO 8601, UTC
   * @param forHolder what the other run has to know
   */
  readonly acquire: (
    trailArn: string,
    lease: Lease,
    now: string,
    forHolder: MemoryChanges,
  ) => Promise<AwsResult<'acquired' | 'held-by-other'>>;
  /**
   * Saves changes and releases a lease, in one write. `recheck`: another run asked for the trail meanwhile; the lease is still held.
   * `lost`: the lease is another run's by now, or nobody's; then nothing is saved.
   */
  readonly release: (
    trailArn: string,
    holder: string,
    changes: MemoryChanges,
  ) => Promise<AwsResult<'released' | 'recheck' | 'lost'>>;
  /** The open issues of Regions and the account; none before the first sweep. */
  readonly loadIssues: () => Promise<Fact<OpenIssues>>;
  /** Null closes an issue. */
  readonly saveIssues: (changes: Readonly<Record<string, OpenIssues[string] | null>>) => Promise<AwsResult<unknown>>;
}

/** Publishes outcome records. */
export interface Publisher {
  /** To people and subscribed machines: one SNS message. */
  readonly notify: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
  /** To the account's event bus. */
  readonly putEvent: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
}

/** Time and randomness, so that tests of minutes take none. Milliseconds; `random` in [0, 1). */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** Writes one JSON line for each call. */
export interface Log {
  readonly info: (message: string, fields: Record<string, unknown>) => void;
  readonly error: (message: string, fields: Record<string, unknown>) => void;
}

/** The time of a clock, ISO 8601, UTC. */
export function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}
