import type { TrailFacts } from '../model/facts.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import type { Trigger } from '../model/trigger.ts';
import { proofLearnt } from '../outcome/verification.ts';
import { names } from '../planning/delivery-steps.ts';
import { toRepair } from '../rules/assess.ts';
import type { Lease } from './lease.ts';
import { configurationSeen, type FormerConfiguration, isSameConfiguration } from './previous-configuration.ts';

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

/** What people were told of a trail last, apart from what somebody did to it. */
export interface ToldOutcome extends Pick<OutcomeRecord, 'outcome' | 'reason'> {
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
  readonly toldOutcome?: ToldOutcome;
  /** Messages that could not be sent, oldest first. */
  readonly owed?: readonly OutcomeRecord[];
  /** When people were told what somebody did, by a key of what it was. */
  readonly told: Readonly<Record<string, string>>;
  /** Since when the trail is known to have recorded events at some time. */
  readonly seenLogging?: string;
  /** Where the trail delivered when nothing was wrong with its delivery. */
  readonly lastKnownGood?: Target & { readonly since: string };
  readonly former?: FormerConfiguration;
  /** A repaired trail whose delivery nobody has seen yet. */
  readonly awaitingProof?: { readonly since: string; readonly target: Target };
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

/** Trails that are somebody else's to remember, and runs that left the trail to another. */
const ELSEWHERE: ReadonlySet<OutcomeRecord['reason']> = new Set([
  'shadow-trail',
  'other-account',
  'organization-member',
  'delegated-administrator',
  'another-run',
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

function loggingLearnt({ trigger, time }: OutcomeRecord, { status }: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (memory.seenLogging !== undefined) return {};
  return status.read && status.value.isLogging ? { seenLogging: time } : toldByTheCall(trigger, time);
}

/** What a call tells of a trail, whatever is seen of it: one that somebody stopped was logging. */
export function toldByTheCall(trigger: Trigger, time: string): MemoryChanges {
  return trigger.kind === 'event' && trigger.tampering === 'stopped' ? { seenLogging: time } : {};
}

/**
 * Where the trail delivers, and how it is set, once nothing is wrong with it. Where trailmend sent it counts whatever else is wrong: CloudTrail
 * tried the role on the group before it let that through.
 */
function wholeLearnt(record: OutcomeRecord, facts: TrailFacts, memory: TrailMemory): MemoryChanges {
  const { trail } = facts;
  if (!trail.read) return {};
  const { time, applied } = record;
  const isWhole = isSeenWhole(record);
  const isSent = applied.some(({ step }) => step.operation === 'UpdateTrail' && names(trail.value, step.input));
  if (!isWhole && !isSent) return {};
  const { logGroupArn, roleArn } = trail.value;
  const known = memory.lastKnownGood;
  const isKnown = known?.logGroupArn === logGroupArn && known.roleArn === roleArn;
  const former = configurationSeen(time, trail.value, facts, memory.former);
  const isSame = memory.former !== undefined && isSameConfiguration(memory.former, former);
  return {
    ...(!isKnown && { lastKnownGood: { logGroupArn, roleArn, since: time } }),
    ...(isWhole && !isSame && { former }),
  };
}

/** The outcomes of a trail with which nothing is wrong. */
const WHOLE: ReadonlySet<OutcomeRecord['outcome']> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED']);

/** An excluded trail with which nothing is wrong is as good as any. */
function isSeenWhole({ outcome, reason, remaining }: OutcomeRecord): boolean {
  if (WHOLE.has(outcome)) return true;
  return outcome === 'SKIPPED' && reason.startsWith('excluded') && toRepair(remaining).length === 0;
}

/** A memory after a run has written these changes down. */
export function withChanges(memory: TrailMemory, { told = {}, owed = {}, ...changes }: MemoryChanges): TrailMemory {
  const kept = (all: object) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));
  const waiting = [...(memory.owed ?? []).filter(({ id }) => !(id in owed)), ...Object.values(kept(owed))];
  return {
    ...kept({ ...memory, ...changes, owed: waiting.length > 0 ? waiting : null }),
    told: kept({ ...memory.told, ...told }),
  };
}
