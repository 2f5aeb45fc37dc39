import type { Ledger } from '../../lambda/app/ledger.ts';
import { isExpired } from '../../lambda/core/memory/lease.ts';
import type { AwsError, AwsResult } from '../../lambda/core/model/aws-result.ts';
import type { Fact } from '../../lambda/core/model/fact.ts';
import { type IssueMemory, NO_ISSUES, type OpenIssues } from '../../lambda/core/model/issue-memory.ts';
import {
  type KnownTrails,
  type MemoryChanges,
  NO_MEMORY,
  type Notifying,
  type TrailMemory,
} from '../../lambda/core/model/memory.ts';
import type { OwnSettings } from '../../lambda/core/model/own-settings.ts';
import type { Probe } from '../../lambda/core/model/probe.ts';

/** A ledger in memory. Tests can inspect its content and make it fail. */
export interface InMemoryLedger extends Ledger {
  readonly memories: Map<string, TrailMemory>;
  readonly issues: () => OpenIssues;
  readonly knownTrails: () => KnownTrails;
  /** By Region. */
  readonly probes: Map<string, Probe>;
  /** The error that DynamoDB returns, as long as it is set. */
  failing: AwsError | undefined;
}

/** @param memories by the key of the subject: the ARN of a trail */
export function inMemoryLedger(
  memories: Readonly<Record<string, TrailMemory>> = {},
  openIssues: OpenIssues = {},
): InMemoryLedger {
  const stored = new Map(Object.entries(memories));
  const of = (key: string) => stored.get(key) ?? NO_MEMORY;
  const probes = new Map<string, Probe>();
  let issues: IssueMemory = { ...NO_ISSUES, open: openIssues };
  let knownTrails: KnownTrails = {};
  let settings: OwnSettings | undefined;
  const answer = async <T>(work: () => T): Promise<AwsResult<T>> =>
    ledger.failing ? { ok: false, error: ledger.failing } : { ok: true, value: work() };
  const fact = async <T>(work: () => T): Promise<Fact<T>> =>
    ledger.failing ? { read: false, why: ledger.failing.message } : { read: true, value: work() };
  const ledger: InMemoryLedger = {
    memories: stored,
    issues: () => issues.open,
    knownTrails: () => knownTrails,
    probes,
    failing: undefined,
    load: (key) => fact(() => of(key)),
    loadAll: (keys) => Promise.all(keys.map((key) => fact(() => of(key)))),
    save: (key, changes) =>
      answer(() => {
        if (isNotifiedSince(of(key), changes)) return 'notified-meanwhile';
        stored.set(key, withChanges(of(key), changes));
        return 'saved';
      }),
    acquire: (trailArn, lease, now, forHolder) =>
      answer(() => {
        const { lease: other } = of(trailArn);
        const isFree = other === undefined || isExpired(other, now) || other.holder === lease.holder;
        const changes = isFree
          ? { lease: { ...lease, recheckRequested: other?.recheckRequested ?? false } }
          : { ...forHolder, lease: { ...other, recheckRequested: true } };
        stored.set(trailArn, withChanges(of(trailArn), changes));
        return isFree ? 'acquired' : 'held-by-other';
      }),
    release: (trailArn, holder, changes) =>
      answer(() => {
        const { lease } = of(trailArn);
        if (isNotifiedSince(of(trailArn), changes)) return 'notified-meanwhile';
        if (lease && lease.holder !== holder)
          return changes.notifications === undefined ? 'lost' : 'notified-meanwhile';
        const isRecheck = lease?.recheckRequested === true;
        const left = isRecheck ? { ...lease, recheckRequested: false } : null;
        stored.set(trailArn, withChanges(of(trailArn), { ...changes, lease: left }));
        return isRecheck ? 'recheck' : 'released';
      }),
    loadKnownTrails: () => fact(() => knownTrails),
    saveKnownTrails: (changes) =>
      answer(() => {
        knownTrails = present({ ...knownTrails, ...changes });
      }),
    loadIssues: () => fact(() => issues),
    saveIssues: (changes) =>
      answer(() => {
        if (isNotifiedSince(issues, changes)) return 'notified-meanwhile';
        const { open, claims, notifier: _, ...others } = changes;
        issues = {
          ...issues,
          ...others,
          open: present({ ...issues.open, ...open }),
          claims: present({ ...issues.claims, ...claims }),
        };
        return 'saved';
      }),
    loadSettings: () => fact(() => settings),
    saveSettings: (changed) =>
      answer(() => {
        settings = changed;
      }),
    loadProbes: (regions) => Promise.all(regions.map((region) => fact(() => probes.get(region)))),
    saveProbe: (region, changes, hash) =>
      answer(() => {
        const probe = probes.get(region);
        if (probe?.hash !== hash) return 'other-probe';
        const { hash: left, ...times } = present({ ...probe, ...changes });
        if (left === undefined) probes.delete(region);
        else probes.set(region, { hash: left, ...times });
        return 'saved';
      }),
  };
  return ledger;
}

/** Whether another run notified since the one of these changes read the ledger. */
function isNotifiedSince({ notifications: now }: Notifying, { notifications }: Notifying): boolean {
  return notifications !== undefined && now !== undefined && now !== notifications - 1;
}

/** A memory after a run has saved these changes. */
export function withChanges(
  memory: TrailMemory,
  { notified = {}, repeats = {}, pending = {}, notifier: _, ...changes }: MemoryChanges,
): TrailMemory {
  const waiting = { ...Object.fromEntries(memory.pending.map((record) => [record.id, record])), ...pending };
  return {
    ...present({ ...memory, ...changes }),
    notified: present({ ...memory.notified, ...notified }),
    ...(memory.repeats || Object.keys(repeats).length > 0
      ? { repeats: present({ ...memory.repeats, ...repeats }) }
      : {}),
    pending: Object.values(present(waiting)),
  };
}

function present<T extends object>(all: T): { [K in keyof T]: NonNullable<T[K]> } {
  const kept = Object.entries(all).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as { [K in keyof T]: NonNullable<T[K]> };
}
