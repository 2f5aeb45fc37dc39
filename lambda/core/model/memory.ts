import { DAY_MS } from './age.ts';
import type { Fact } from './fact.ts';
import type { LateDelivery } from './facts.ts';
import type { OutcomeRecord } from './outcome.ts';
import type { Posture } from './posture.ts';
import type { LoggingTimes, Target } from './trail.ts';

/** What trailmend remembers between runs. A run continues without it. Times are ISO 8601 in UTC. */

/** A lease lasts a minute longer than Lambda lets a function run. */
export const LEASE_MS: number = 16 * 60 * 1000;

/** A run's exclusive right to work on a trail. */
export interface Lease {
  /** See `holderOf`. */
  readonly holder: string;
  /** When the lease expires: after the longest time that Lambda lets the function run. */
  readonly until: string;
  /** Another run asked for the trail: the holder observes it again before it releases the lease. */
  readonly recheckRequested: boolean;
  readonly intent: RunIntent;
}

/** Why a run repairs. If it is interrupted, the run that adopts its lease reports the repair. */
export type RunIntent = Pick<OutcomeRecord, 'trigger' | 'findings'>;

/** The outcome of the last notification. */
export interface NotifiedOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason'> {
  readonly time: string;
  /** The rules of the message, sorted. */
  readonly rules: readonly string[];
  /** What the message reported of weakenings. Another text is news. */
  readonly weakened?: string;
  /** The message reported an event that was too large for CloudWatch Logs. */
  readonly tooLarge?: true;
}

/** A repair that no delivery has verified yet. */
export interface AwaitingVerification {
  readonly since: string;
  readonly target: Target;
}

/** A call of tampering that a caller repeated, and that no notification reported yet. */
export interface Repeat {
  readonly eventName: string;
  readonly time: string;
  /** The name of the caller. */
  readonly actor: string;
  /** The same for repeats of the same call by the same caller. */
  readonly deed: string;
}

/** A repair of the last 24 hours. */
export interface Repair {
  readonly time: string;
  /** The concerns of its findings. */
  readonly concerns: readonly string[];
  /** The caller before the repair, and its tool. Absent: a sweep found the damage. */
  readonly by?: readonly string[];
}

/** What trailmend remembers about one trail. */
export interface TrailMemory {
  readonly lease?: Lease;
  /** The outcome of the last run. `time` is that of the first run with this outcome. */
  readonly last?: Pick<OutcomeRecord, 'outcome' | 'reason' | 'time'> & { readonly recordId: string };
  readonly lastNotified?: NotifiedOutcome;
  /** Counts the notifications, so that two runs that decide at the same time cannot both notify. */
  readonly notifications?: number;
  /** When trailmend notified people of tampering, by event or caller, and of what happened. */
  readonly notified: Readonly<Record<string, string>>;
  /** By the id of the event. */
  readonly repeats?: Readonly<Record<string, Repeat>>;
  /** Oldest first. */
  readonly repairs?: readonly Repair[];
  /** Records of notifications that are not published yet, oldest first. */
  readonly pending: readonly OutcomeRecord[];
  /** The value of the exclusion tag that people were notified of. Absent: none. */
  readonly exclusion?: string;
  /** When trailmend first saw the trail logging. */
  readonly seenLogging?: string;
  /** The logging times of the last look. Absent: trailmend has not seen the trail. */
  readonly logging?: LoggingTimes;
  /** Where repairs deliver: the first healthy target, the last repair, or an accepted one. */
  readonly acceptedTarget?: Target & { readonly since: string };
  readonly posture?: Posture;
  readonly awaitingVerification?: AwaitingVerification;
  /** A later look confirms it or forgets it. */
  readonly lateDelivery?: LateDelivery;
  /** When DynamoDB may delete the item of a trail that is gone, in seconds since the epoch. */
  readonly expires?: number;
  /** Removes the entries of the ledger that no run can have written, and that are left out here. */
  readonly discarded?: MemoryChanges;
}

type NotPlain = 'notified' | 'notifications' | 'repeats' | 'pending' | 'discarded';

/** What a write of a notification depends on. */
export interface Notifying {
  /** One more than the ledger had. If it has another number by now, it saves nothing. */
  readonly notifications?: number;
  /** An id of this write. The SDK repeats a write whose response was lost. */
  readonly notifier?: string;
}

/** What a run saves. Null removes. Entries of `notified`, `repeats` and `pending` are merged. */
export type MemoryChanges = {
  readonly [K in Exclude<keyof TrailMemory, NotPlain>]?: TrailMemory[K] | null;
} & Notifying & {
    readonly notified?: Readonly<Record<string, string | null>>;
    readonly repeats?: Readonly<Record<string, Repeat | null>>;
    /** By the id of the record. */
    readonly pending?: Readonly<Record<string, OutcomeRecord | null>>;
  };

/** The memory of an unknown trail. */
export const NO_MEMORY: TrailMemory = { notified: {}, pending: [] };

/** From this repair of the same concern in 24 hours on, others undo the repairs. */
export const RECURRING = 3;

/** The repairs of the last 24 hours. A time far in the future is not known to be one. */
export function recentRepairs({ repairs = [] }: TrailMemory, now: string): readonly Repair[] {
  return repairs.filter(({ time }) => Math.abs(Date.parse(now) - Date.parse(time)) < DAY_MS);
}

/** What is known about a trail. If the ledger could not be read, that is nothing. */
export function knownMemory(memory: Fact<TrailMemory>): TrailMemory {
  return memory.read ? memory.value : NO_MEMORY;
}

/** The account's own trails that trailmend saw, by ARN: when it saw each first. */
export type KnownTrails = Readonly<Record<string, string>>;

/** How the reason begins why an item of another version, or with other content, is unread. */
export const NOT_UNDERSTOOD = 'this version does not understand the item';

/** Longer than logs are usually kept, so that the settings of a deleted trail can be found. */
const KEPT_MS = 400 * DAY_MS;

/** When DynamoDB may delete the memory of a trail that is gone, in seconds since the epoch. */
export function expiryOfGone(time: string): number {
  return Math.floor((Date.parse(time) + KEPT_MS) / 1000);
}
