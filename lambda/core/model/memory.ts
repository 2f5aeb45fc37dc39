import type { OwnSelectors, Tags, Target, Trail } from './facts.ts';
import type { OutcomeRecord } from './outcome.ts';

/**
 * What trailmend remembers between runs. Everything in it can be missing: a run continues without memory and leaves undone
 * what needs it. Times are ISO 8601 in UTC.
 */

/** A run's exclusive right to work on a trail. */
export interface Lease {
  /** See `holderOf`. */
  readonly holder: string;
  /** When the lease expires: later than the function can run. */
  readonly until: string;
  /** Another run asked for the trail: the holder observes it again before it releases the lease. */
  readonly recheckRequested: boolean;
  readonly intent: RunIntent;
}

/** Why the holder of a lease set out to repair. A run that finds the lease abandoned reports the repair in its place. */
export type RunIntent = Pick<OutcomeRecord, 'trigger' | 'findings'>;

/** The settings of a trail when nothing was wrong with its delivery. */
export interface PreviousConfiguration {
  readonly seen: string;
  readonly trail: Trail;
  /** Absent: they are not known. */
  readonly tags?: Tags;
  /** Absent: the trail had none of its own, or they are not known. */
  readonly selectors?: OwnSelectors;
}

/** The outcome of which people were notified last, apart from tampering. */
export interface NotifiedOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason'> {
  readonly time: string;
  /** The rules that the message named, sorted. */
  readonly rules: readonly string[];
  /** The ARN of the log group of which the message said that the trail delivers there now. */
  readonly movedTo?: string;
}

/** The outcome of the last run. `time` is when the trail first had it: a run with the same outcome changes nothing. */
export interface LastOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason' | 'time'> {
  readonly recordId: string;
}

/** A repaired trail whose delivery nobody has seen yet. */
export interface AwaitingVerification {
  readonly since: string;
  readonly target: Target;
}

/** What is remembered of one trail. */
export interface TrailMemory {
  readonly lease?: Lease;
  readonly last?: LastOutcome;
  readonly lastNotified?: NotifiedOutcome;
  /** When people were notified of tampering, by a key of what it was. */
  readonly notified: Readonly<Record<string, string>>;
  /** Records whose notification was not published yet, oldest first. */
  readonly pending: readonly OutcomeRecord[];
  /** Since when the trail is known to have recorded events at some time. */
  readonly seenLogging?: string;
  /** Where the trail delivered when nothing was wrong with its delivery. */
  readonly acceptedTarget?: Target & { readonly since: string };
  readonly previous?: PreviousConfiguration;
  readonly awaitingVerification?: AwaitingVerification;
}

/** What a run writes to the ledger. Null removes. Entries of `notified` and `pending` are added to those that are there. */
export type MemoryChanges = {
  readonly [K in Exclude<keyof TrailMemory, 'notified' | 'pending'>]?: TrailMemory[K] | null;
} & {
  readonly notified?: Readonly<Record<string, string | null>>;
  /** By the id of the record. */
  readonly pending?: Readonly<Record<string, OutcomeRecord | null>>;
};

/** The memory of a trail of which nothing is known. */
export const NO_MEMORY: TrailMemory = { notified: {}, pending: [] };

/** The open issues of Regions and of the account: what people were notified of last, by a key of the subject. */
export type OpenIssues = Readonly<Record<string, NotifiedOutcome>>;
