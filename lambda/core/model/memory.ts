import type { OwnSelectors, Trail } from './facts.ts';
import type { OutcomeRecord } from './outcome.ts';
import type { Step } from './step.ts';

/** One run at work on a trail. */
export interface Lease {
  /** See `holderOf`. */
  readonly holder: string;
  /** From then on it holds no more: later than the function can run. */
  readonly until: string;
  /** Somebody else wanted to repair the trail meanwhile: the holder looks again before it ends. */
  readonly dirty: boolean;
  readonly begun: RunIntent;
}

/** What the holder of a lease set out to do: a run that finds it done, and nobody told, tells it. */
export interface RunIntent extends Pick<OutcomeRecord, 'trigger' | 'findings' | 'before'> {
  readonly steps: readonly Step[];
}

/** A trail's settings as they were when nothing was wrong with its delivery. */
export interface PreviousConfiguration {
  readonly seen: string;
  readonly trail: Trail;
  /** Absent: they are not known. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Absent: the trail had none of its own, or they are not known. */
  readonly selectors?: OwnSelectors;
}

/** The version of the items. A newer trailmend may write another: an older one then takes what it finds for unread. */
export const ITEM_VERSION = 1;

/** Where a trail delivers. */
export interface Target {
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/** What people were told of a trail last, apart from what somebody did to it. */
export interface NotifiedOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason'> {
  readonly time: string;
  /** The rules of which the message told, sorted. */
  readonly rules: readonly string[];
}

/** What the last run came to. `time` is when the trail came to it: runs that end the same change nothing. */
export interface LastOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason' | 'time'> {
  readonly recordId: string;
}

/** What is remembered of one trail. */
export interface TrailMemory {
  readonly lease?: Lease;
  readonly last?: LastOutcome;
  readonly lastNotified?: NotifiedOutcome;
  /** Messages that could not be sent, oldest first. */
  readonly owed?: readonly OutcomeRecord[];
  /** When people were told what somebody did, by a key of what it was. */
  readonly told: Readonly<Record<string, string>>;
  /** Since when the trail is known to have recorded events at some time. */
  readonly seenLogging?: string;
  /** Where the trail delivered when nothing was wrong with its delivery. */
  readonly acceptedTarget?: Target & { readonly since: string };
  readonly former?: PreviousConfiguration;
  /** A repaired trail whose delivery nobody has seen yet. */
  readonly awaitingVerification?: { readonly since: string; readonly target: Target };
}

/** What a run writes down: null forgets. Keys of `told`, and records by their ids, are added to those that are there. */
export type MemoryChanges = {
  readonly [K in Exclude<keyof TrailMemory, 'told' | 'owed'>]?: TrailMemory[K] | null;
} & {
  readonly told?: Readonly<Record<string, string | null>>;
  readonly owed?: Readonly<Record<string, OutcomeRecord | null>>;
};

/** How far the last sweep came: the next one begins there. */
export interface SweepCursor {
  /** Free text of the sweep's own. */
  readonly next: string;
  readonly since: string;
}

/** The memory of a trail of which nothing is known. */
export const NO_MEMORY: TrailMemory = { told: {} };

/** A memory after a run has written these changes down. */
export function withChanges(memory: TrailMemory, { told = {}, owed = {}, ...changes }: MemoryChanges): TrailMemory {
  const kept = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const waiting = [...(memory.owed ?? []).filter(({ id }) => !(id in owed)), ...Object.values(kept(owed))];
  return {
    ...kept({ ...memory, ...changes, owed: waiting.length > 0 ? waiting : null }),
    told: kept({ ...memory.told, ...told }),
  };
}

/** A repaired trail whose delivery nobody has seen yet. */
export type AwaitingVerification = NonNullable<TrailMemory['awaitingVerification']>;
