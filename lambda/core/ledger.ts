import type { Trail, TrailFacts } from './facts.ts';
import type { Trigger } from './occasion.ts';
import type { OutcomeRecord } from './outcome-record.ts';
import { proofLearnt } from './proof.ts';

/**
 * What trailmend remembers between runs. Everything in it can be missing: a run goes on without memory and leaves undone what
 * needs it. Times are ISO 8601 in UTC.
 */

/** The version of the items. A newer trailmend may write another: an older one then takes what it finds for unread. */
export const ITEM_VERSION = 1;

/** Where a trail delivers. */
export interface Target {
  /** `arn:P:logs:R:A:log-group:NAME:*` */
  readonly logGroupArn: string;
  readonly roleArn: string;
}

/** One run at work on a trail. */
export interface Lease {
  /** See `holderOf`. */
  readonly holder: string;
  /** From then on it holds no more: later than the function can run. */
  readonly until: string;
  /** Somebody else wanted to repair the trail meanwhile: the holder looks again before it ends. */
  readonly dirty: boolean;
}

/** What the last run came to. `time` is when the trail came to it: runs that end the same change nothing. */
export interface LastOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason' | 'time'> {
  readonly recordId: string;
}

/** A trail's settings as they were when nothing was wrong with its delivery. */
export interface FormerConfiguration {
  readonly seen: string;
  readonly trail: Trail;
}

/** What is remembered of one trail. */
export interface TrailMemory {
  readonly lease?: Lease;
  readonly last?: LastOutcome;
  /** When people were told what, by a key of what it was. */
  readonly told: Readonly<Record<string, string>>;
  /** Since when the trail is known to have recorded events at some time. */
  readonly seenLogging?: string;
  /** Where the trail delivered when nothing was wrong with its delivery. */
  readonly lastKnownGood?: Target & { readonly since: string };
  readonly former?: FormerConfiguration;
  /** A repaired trail whose delivery nobody has seen yet. */
  readonly awaitingProof?: { readonly since: string; readonly target: Target };
}

/** What a run writes down: null forgets. Keys of `told` are added to those that are there. */
export type MemoryChanges = {
  readonly [K in keyof TrailMemory]?: TrailMemory[K] | null;
};

/** How far the last sweep came: the next one begins there. */
export interface SweepCursor {
  /** Free text of the sweep's own. */
  readonly next: string;
  readonly since: string;
}

/** The memory of a trail of which nothing is known. */
export const NO_MEMORY: TrailMemory = { told: {} };

/** Who holds a lease: the event, so that Lambda's next try of it takes up what a crash left; a sweep is like any other. */
export function holderOf(trigger: Trigger): string {
  return trigger.kind === 'event' ? trigger.eventId : 'sweep';
}

/** Trails that are somebody else's to remember. */
const ELSEWHERE: ReadonlySet<OutcomeRecord['reason']> = new Set([
  'shadow-trail',
  'other-account',
  'organization-member',
  'delegated-administrator',
]);

/**
 * What a run adds to the memory of its trail; nothing where it learned nothing new.
 * @param last what was seen last
 */
export function learnt(record: OutcomeRecord, last: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (ELSEWHERE.has(record.reason)) return {};
  return {
    ...outcomeLearnt(record, memory),
    ...loggingLearnt(record, last, memory),
    ...wholeLearnt(record, last, memory),
    ...proofLearnt(record, last, memory),
  };
}

function outcomeLearnt({ id, time, outcome, reason }: OutcomeRecord, { last }: TrailMemory): MemoryChanges {
  if (last?.outcome === outcome && last.reason === reason) return {};
  return { last: { outcome, reason, time, recordId: id } };
}

/** A StopLogging that succeeded tells that the trail was logging. */
function loggingLearnt({ trigger, time }: OutcomeRecord, { status }: TrailFacts, memory: TrailMemory): MemoryChanges {
  const wasStopped = trigger.kind === 'event' && trigger.tampering === 'stopped';
  const isLogging = status.read && status.value.isLogging;
  return memory.seenLogging === undefined && (isLogging || wasStopped) ? { seenLogging: time } : {};
}

/** Where the trail delivers, and how it is set, once nothing is wrong with it. */
function wholeLearnt({ outcome, time }: OutcomeRecord, { trail }: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (!/^(COMPLIANT|FIXED|VERIFIED)$/.test(outcome) || !trail.read) return {};
  const { logGroupArn, roleArn } = trail.value;
  const known = memory.lastKnownGood;
  const isKnown = known?.logGroupArn === logGroupArn && known.roleArn === roleArn;
  const isSame = memory.former !== undefined && sameValue(memory.former.trail, trail.value);
  return {
    ...(!isKnown && { lastKnownGood: { logGroupArn, roleArn, since: time } }),
    ...(!isSame && { former: { seen: time, trail: trail.value } }),
  };
}

/** Whether two settings say the same, in whatever order. */
function sameValue(left: object, right: object): boolean {
  const sorted = (value: object) => JSON.stringify(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return sorted(left) === sorted(right);
}
