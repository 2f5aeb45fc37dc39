import type { AwsError, AwsResult } from '../core/model/aws-result.ts';
import type { Change, Fact, Trail, TrailFacts } from '../core/model/facts.ts';
import type { Lease, MemoryChanges, SweepCursor, TrailMemory } from '../core/model/memory.ts';
import type { OutcomeRecord } from '../core/model/outcome.ts';
import type { Step } from '../core/model/step.ts';
import type { TrailId } from '../core/model/trail-id.ts';

/** One JSON line for each call. */
export interface Log {
  readonly info: (message: string, fields: Record<string, unknown>) => void;
  readonly error: (message: string, fields: Record<string, unknown>) => void;
}

/** The outside world's time and chance, so that tests of minutes take none. All values in milliseconds, `random` in [0, 1). */
export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  readonly random: () => number;
}

/**
 * Reads everything that a decision about one trail rests on.
 * @param change the last change of where the trail delivers, where one is known
 * @param formerArn the group to which it delivered when it was last known to be whole; awaited only where the trail needs a group
 */
export type Observe = (
  id: TrailId,
  now: string,
  change?: Change,
  formerArn?: Promise<string | undefined>,
) => Promise<TrailFacts>;

/**
 * Reads what tells whether a trail that is known from DescribeTrails needs anything.
 * @param change the last change of where the trail delivers, where one is known
 */
export type QuickChecker = (trail: Trail, id: TrailId, now: string, change?: Change) => Promise<TrailFacts>;

/** Makes the one call of a step. Resolves with what AWS answered, errors included; rejects for nothing that AWS can answer. */
export type Perform = (step: Step) => Promise<CallResult>;

export type CallResult =
  | { readonly done: true; readonly requestId?: string }
  | { readonly done: false; readonly error: AwsError };

/** What trailmend remembers between runs. Nothing here rejects: a run goes on without memory. */
export interface Ledger {
  /** One call; the empty memory of a trail that is new to the ledger. */
  readonly load: (trailArn: string) => Promise<Fact<TrailMemory>>;
  readonly save: (trailArn: string, changes: MemoryChanges) => Promise<AwsResult<unknown>>;
  /**
   * Takes the lease of a trail, unless another holds it: that one is then told to look again. A mark on a lease that is over, or
   * the own, stays on it.
   * @param now ISO 8601, UTC
   * @param marks what the other has to know
   */
  readonly take: (
    trailArn: string,
    lease: Lease,
    now: string,
    marks: MemoryChanges,
  ) => Promise<AwsResult<'taken' | 'held'>>;
  /**
   * Writes changes down and gives a lease back, in one; `dirty` when somebody wanted the trail meanwhile: the lease still holds then,
   * clean, for another look. `lost` when somebody else has it by now, or nobody: then nothing is written down.
   */
  readonly release: (
    trailArn: string,
    holder: string,
    changes: MemoryChanges,
  ) => Promise<AwsResult<'released' | 'dirty' | 'lost'>>;
  /** Where the next sweep begins; undefined at the beginning. */
  readonly recallCursor: () => Promise<Fact<SweepCursor | undefined>>;
  /** @param cursor undefined when the sweep came to its end */
  readonly rememberCursor: (cursor: SweepCursor | undefined) => Promise<AwsResult<unknown>>;
}

/** Tells people and machines of an outcome. */
export type Notify = (record: OutcomeRecord, id: TrailId) => Promise<void>;

/** Puts an outcome on the account's event bus. It never rejects: an event is an extra, and no run is tried again for it. */
export type PutOutcome = (record: OutcomeRecord) => Promise<PutOutcomeResult>;

/** Whether EventBridge took the event, else why not. */
export type PutOutcomeResult = { readonly put: true } | { readonly put: false; readonly why: string };

/** Whether the function can read what it has to, or AWS's error. */
export type SmokeTest =
  | { readonly ok: true; readonly account: string; readonly region: string }
  | { readonly ok: false; readonly error: AwsError };

/** The trails whose home is a region: those that deliver to a log group, and those that do not. */
export interface TrailsOfGroup {
  readonly users: readonly TrailId[];
  readonly others: readonly TrailId[];
}

/** Everything that a run touches. */
export interface World {
  readonly observe: Observe;
  /** @param region the trail's home region */
  readonly performer: (region: string) => Perform;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly newId: () => string;
}

/** By what people and machines are told. */
export interface Telling {
  readonly notify: Notify;
  readonly putOutcome: PutOutcome;
  readonly log: Log;
}
