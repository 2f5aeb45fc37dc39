import type { AwsResult } from '../core/model/aws-result.ts';
import type { DeniedCall, DeniedCalls } from '../core/model/denials.ts';
import type { Fact } from '../core/model/fact.ts';
import type { History, RepairFacts, TrailFacts } from '../core/model/facts.ts';
import type { KnownTrails, Lease, MemoryChanges, OpenIssues, TrailMemory } from '../core/model/memory.ts';
import type { OutcomeRecord, RecordHeader, RepeatedCall } from '../core/model/outcome.ts';
import type { OwnSettings } from '../core/model/own-settings.ts';
import type { Probe, ProbeChanges } from '../core/model/probe.ts';
import type { EventRuleStatus, ForwarderQueue, ListedTrail, Recording } from '../core/model/region-scan.ts';
import type { Settings } from '../core/model/settings.ts';
import type { Operation, Step } from '../core/model/step.ts';
import type { Subscribers } from '../core/model/subscribers.ts';
import type { Trail } from '../core/model/trail.ts';
import type { TrailId } from '../core/model/trail-id.ts';
import type { Trigger } from '../core/model/trigger.ts';

/** Everything outside the use cases. No port rejects because of an error that AWS returns. */
export interface Ports {
  /** Reads the facts of a trail. @param listed the trail, if DescribeTrails just listed it */
  readonly observe: (id: TrailId, now: string, history: History, listed?: Trail) => Promise<TrailFacts>;
  /**
   * Reads again what the owner may have changed since a call was planned: the trail and its tags,
   * and for StartLogging whether it logs. The other facts stay as they were seen.
   */
  readonly observeAgain: (seen: TrailFacts, now: string, planned: Operation) => Promise<TrailFacts>;
  /**
   * Reads what a plan needs to select a log group and a role.
   * @param acceptedGroupArn the log group of the accepted target, if the ledger has one
   */
  readonly observeForRepair: (facts: TrailFacts, acceptedGroupArn: string | undefined) => Promise<RepairFacts>;
  /** The Regions that the account can use. */
  readonly enabledRegions: () => Promise<AwsResult<readonly string[]>>;
  /** Every trail that a Region lists, replicas and organization trails included. */
  readonly listTrails: (region: string) => Promise<AwsResult<readonly ListedTrail[]>>;
  /** Reads what a listed trail records. @param region a Region that lists it */
  readonly observeRecording: (listed: ListedTrail, region: string) => Promise<Recording>;
  readonly eventRuleStatus: (region: string) => Promise<Fact<EventRuleStatus>>;
  /** Puts a probe on the event bus of a Region, which its event rule has to match. */
  readonly putProbe: (region: string, id: string) => Promise<AwsResult<unknown>>;
  /** @param region the Region of a forwarder */
  readonly forwarderQueue: (region: string) => Promise<Fact<ForwarderQueue>>;
  readonly subscribers: () => Promise<Fact<Subscribers>>;
  /** Whether the function can read IAM and CloudTrail. Returns its account; writes nothing. */
  readonly checkAccess: () => Promise<AwsResult<{ readonly account: string }>>;
  /** Makes the call of a step. @param region the trail's home Region */
  readonly perform: (step: Step, region: string) => Promise<AwsResult<{ readonly requestId?: string }>>;
  readonly takeTurn: TakeTurn;
  readonly ledger: Ledger;
  readonly denials: Denials;
  readonly messages: Messages;
  /** Publishes outcome records. */
  readonly publisher: {
    /** Publishes one SNS message to people and subscribed machines. */
    readonly notify: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
    /** Puts an event on the account's event bus. */
    readonly putEvent: (record: OutcomeRecord) => Promise<AwsResult<unknown>>;
  };
  readonly clock: Clock;
  readonly newId: () => string;
  /** Writes one JSON line for each call. */
  readonly log: Readonly<Record<'info' | 'error', (message: string, fields: Record<string, unknown>) => void>>;
  /** The remaining time of this invocation, in milliseconds. */
  readonly remainingMs: () => number;
}

/**
 * Waits until a write may begin, so that the writes of this invocation stay within AWS's rates, and
 * then asks whether it is still wanted. If so, the caller begins it at once.
 * @param region the trail's home Region
 */
export type TakeTurn = (
  operation: Operation,
  region: string,
  isWanted: (hasWaited: boolean) => Promise<boolean>,
) => Promise<boolean>;

/** Stores what trailmend remembers between runs. A run continues without it. */
export interface Ledger {
  /** The empty memory for an unknown key. */
  readonly load: (key: string) => Promise<Fact<TrailMemory>>;
  /** Loads several memories with few calls, in the order of the keys. */
  readonly loadAll: (keys: readonly string[]) => Promise<readonly Fact<TrailMemory>[]>;
  readonly save: (key: string, changes: MemoryChanges) => Promise<AwsResult<unknown>>;
  /**
   * Acquires the lease of a trail, or requests a recheck from the run that holds it. An expired
   * lease passes its requested recheck on.
   * @param now ISO 8601, UTC
   * @param forHolder changes for the run that holds it
   */
  readonly acquire: (
    trailArn: string,
    lease: Lease,
    now: string,
    forHolder: MemoryChanges,
  ) => Promise<AwsResult<'acquired' | 'held-by-other'>>;
  /**
   * Saves changes and releases a lease, in one write. `recheck`: another run requested one; the
   * lease is still held. `lost`: another run has the lease, and nothing was saved.
   */
  readonly release: (
    trailArn: string,
    holder: string,
    changes: MemoryChanges,
  ) => Promise<AwsResult<'released' | 'recheck' | 'lost'>>;
  readonly loadIssues: () => Promise<Fact<OpenIssues>>;
  readonly loadKnownTrails: () => Promise<Fact<KnownTrails>>;
  /** By ARN. Null removes a trail. */
  readonly saveKnownTrails: (changes: Readonly<Record<string, string | null>>) => Promise<AwsResult<unknown>>;
  /** Null closes an issue. */
  readonly saveIssues: (changes: Readonly<Record<string, OpenIssues[string] | null>>) => Promise<AwsResult<unknown>>;
  /** The settings of the last sweep; undefined: no sweep yet. */
  readonly loadSettings: () => Promise<Fact<OwnSettings | undefined>>;
  readonly saveSettings: (settings: OwnSettings) => Promise<AwsResult<unknown>>;
  /** The last probe of each Region, in the order of the Regions; undefined: no probe. */
  readonly loadProbes: (regions: readonly string[]) => Promise<readonly Fact<Probe | undefined>[]>;
  /**
   * Changes the probe of a Region if it still has this hash; undefined: no probe yet.
   * `other-probe`: it has another one, and nothing was saved.
   */
  readonly saveProbe: (
    region: string,
    changes: ProbeChanges,
    hash: string | undefined,
  ) => Promise<AwsResult<'saved' | 'other-probe'>>;
}

/** Counts the calls that AWS denied, by principal. Times are ISO 8601, UTC. */
export interface Denials {
  /** Counts a call, and returns all of its principal that no message reported. */
  readonly count: (call: DeniedCall, now: string) => Promise<AwsResult<DeniedCalls>>;
  /**
   * Takes the right to tell people about a principal. Only one run has it.
   * @param holder see `holderOf`
   */
  readonly take: (seen: DeniedCalls, holder: string, now: string) => Promise<AwsResult<DeniedCalls | 'taken-by-other'>>;
  /** Saves that people were notified. Calls that were counted since `take` stay counted. */
  readonly settle: (principal: string, reported: readonly RepeatedCall[], now: string) => Promise<AwsResult<unknown>>;
  /** Lists a principal, so that sweeps ask for its calls. */
  readonly enlist: (principal: string, now: string) => Promise<AwsResult<unknown>>;
  readonly load: () => Promise<Fact<readonly ListedPrincipal[]>>;
  /** Removes a principal from the list, unless it was listed again since it was loaded. */
  readonly strike: (listed: ListedPrincipal) => Promise<AwsResult<unknown>>;
}

/** Counts the messages of each hour, such as `2026-11-20T09`. */
export interface Messages {
  /** Counts a message. Returns its position in the hour, from 1. */
  readonly count: (kind: string, hour: string) => Promise<AwsResult<number>>;
  /** By kind and hour: `tampering 2026-11-20T09`. */
  readonly load: () => Promise<Fact<Readonly<Record<string, number>>>>;
  readonly forget: (keys: readonly string[]) => Promise<AwsResult<unknown>>;
}

/** A principal that sweeps ask for. */
export interface ListedPrincipal {
  readonly key: string;
  /** When it was listed. */
  readonly since: string;
  /** Undefined: the ledger has no item. */
  readonly denied: Fact<DeniedCalls | undefined>;
}

/** Time and randomness, which tests replace. Milliseconds; `random` in [0, 1). */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/** The current time, ISO 8601, UTC. */
export function isoTime(clock: Clock): string {
  return new Date(clock.now()).toISOString();
}

/** The header of a new record. */
export function newHeader(trigger: Trigger, { mode }: Settings, { newId, clock }: Ports): RecordHeader {
  return { id: newId(), time: isoTime(clock), mode, trigger };
}
