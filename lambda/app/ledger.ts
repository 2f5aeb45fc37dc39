import type { AwsResult } from '../core/model/aws-result.ts';
import type { DeniedCall, DeniedCalls } from '../core/model/denials.ts';
import type { Fact } from '../core/model/fact.ts';
import type { IssueChanges, IssueMemory } from '../core/model/issue-memory.ts';
import type { KnownTrails, Lease, MemoryChanges, TrailMemory } from '../core/model/memory.ts';
import type { RepeatedCall } from '../core/model/outcome.ts';
import type { OwnSettings } from '../core/model/own-settings.ts';
import type { Probe, ProbeChanges } from '../core/model/probe.ts';

/** Stores what trailmend remembers between runs. A run continues without it. */
export interface Ledger {
  /** The empty memory for an unknown key. */
  readonly load: (key: string) => Promise<Fact<TrailMemory>>;
  /** Loads several memories with few calls, in the order of the keys. */
  readonly loadAll: (keys: readonly string[]) => Promise<readonly Fact<TrailMemory>[]>;
  /** `notified-meanwhile`: the ledger has another number of notifications; nothing was saved. */
  readonly save: (key: string, changes: MemoryChanges) => Promise<AwsResult<'saved' | 'notified-meanwhile'>>;
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
   * `notified-meanwhile`: as for `save`, or lost; the lease is as it was.
   */
  readonly release: (
    trailArn: string,
    holder: string,
    changes: MemoryChanges,
  ) => Promise<AwsResult<'released' | 'recheck' | 'lost' | 'notified-meanwhile'>>;
  readonly loadIssues: () => Promise<Fact<IssueMemory>>;
  readonly loadKnownTrails: () => Promise<Fact<KnownTrails>>;
  /** By ARN. Null removes a trail. */
  readonly saveKnownTrails: (changes: Readonly<Record<string, string | null>>) => Promise<AwsResult<unknown>>;
  readonly saveIssues: (changes: IssueChanges) => Promise<AwsResult<'saved' | 'notified-meanwhile'>>;
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
   * Takes the right to notify people of a principal. Only one run has it.
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
