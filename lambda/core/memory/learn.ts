import { isDeepStrictEqual } from 'node:util';
import { isSeenBefore } from '../integration/delivery-health.ts';
import { gapSince, loggingTimes, recordedUntil } from '../integration/recording.ts';
import type { TrailFacts } from '../model/facts.ts';
import { acceptances, actionable, isAboutDeliveries, weakenings } from '../model/finding.ts';
import {
  type AwaitingVerification,
  expiryOfGone,
  type MemoryChanges,
  NO_MEMORY,
  type TrailMemory,
} from '../model/memory.ts';
import {
  isExcluded,
  isRepair,
  type OutcomeReason,
  type OutcomeRecord,
  type OutcomeWord,
  REPORTED_ELSEWHERE,
} from '../model/outcome.ts';
import { isSameTarget } from '../model/resources.ts';
import { changesTrail, targetOf } from '../model/step.ts';
import { accountOfLogGroup } from '../model/trail-id.ts';
import { isStartedBy, type Trigger } from '../model/trigger.ts';
import { postureChanges } from './posture.ts';
import { repairChanges } from './repairs.ts';

/** Reasons that say nothing about the trail: others own it, or another run works on it. */
const NOT_REMEMBERED: ReadonlySet<OutcomeReason> = new Set([...REPORTED_ELSEWHERE, 'organization-member']);
const HEALTHY_OUTCOMES: ReadonlySet<OutcomeWord> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED']);

/** What a run changes in the memory of its trail. @param last the last facts of the run */
export function memoryChanges(record: OutcomeRecord, last: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (NOT_REMEMBERED.has(record.reason)) return {};
  const target = targetChanges(record, last, memory);
  // The ledger does not grow by names that a caller invents.
  if (last.gone && isUnknown(memory)) return {};
  return {
    ...lastOutcomeChanges(record, memory),
    ...(record.exclusion && { exclusion: record.exclusion.now ?? null }),
    ...seenLoggingChanges(record, last, memory),
    ...loggingChanges(record, last, memory),
    ...target,
    ...postureChanges(record, last, memory, target.acceptedTarget ?? memory.acceptedTarget),
    ...verificationChanges(record, last, memory),
    ...repairChanges(record, memory),
    ...lateDeliveryChanges(record, last, memory),
    ...expiryChanges(record, last, memory),
  };
}

/** The memory of a trail that exists never expires. */
function expiryChanges({ time }: OutcomeRecord, { gone, trail }: TrailFacts, { expires }: TrailMemory): MemoryChanges {
  if (gone && expires === undefined) return { expires: expiryOfGone(time) };
  return trail.read && expires !== undefined ? { expires: null } : {};
}

function isUnknown({ notified, pending, ...others }: TrailMemory): boolean {
  return Object.keys({ ...notified, ...others }).length + pending.length === 0;
}

function lastOutcomeChanges({ id, time, outcome, reason }: OutcomeRecord, { last }: TrailMemory): MemoryChanges {
  if (last?.outcome === outcome && last.reason === reason) return {};
  return { last: { outcome, reason, time, recordId: id } };
}

function seenLoggingChanges({ trigger, time }: OutcomeRecord, facts: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (memory.seenLogging !== undefined) return {};
  const isLogging = facts.status.read && facts.status.value.isLogging;
  return isLogging ? { seenLogging: time } : changesFromCall(trigger, facts);
}

/**
 * The logging times of this look. A run of another event leaves a new gap to the event of its
 * StopLogging, or to the next sweep.
 */
function loggingChanges(
  { trigger, applied }: OutcomeRecord,
  { status }: TrailFacts,
  { logging }: TrailMemory,
): MemoryChanges {
  if (!status.read) return {};
  const seen = loggingTimes(status.value);
  const isReported =
    trigger.kind === 'sweep' ||
    isStartedBy(trigger, 'StopLogging') ||
    applied.some(({ step }) => step.operation === 'StartLogging') ||
    gapSince(status.value, logging) === undefined;
  return isReported && !isDeepStrictEqual(seen, logging) ? { logging: seen } : {};
}

/** What a call and the first facts after it prove: a stopped trail was logging before. */
export function changesFromCall(trigger: Trigger, { status, now }: TrailFacts): MemoryChanges {
  return recordedUntil(trigger, status, now) ? { seenLogging: now } : {};
}

/**
 * The target that the owner accepted, or that of a healthy trail, unless nobody accepted it. The
 * target of trailmend's own UpdateTrail counts even if other findings remain: CloudTrail tested the
 * role on the group.
 */
function targetChanges(record: OutcomeRecord, { trail }: TrailFacts, { acceptedTarget }: TrailMemory) {
  if (!trail.read || (acceptedTarget && isSameTarget(acceptedTarget, trail.value))) return {};
  const { logGroupArn, roleArn } = trail.value;
  const isAccepted = hasTargetRule(acceptances(record.remaining)) || (isSeenHealthy(record) && !hasOtherTarget(record));
  const isRepaired = record.applied.some(
    ({ step }) => step.operation === 'UpdateTrail' && isSameTarget(targetOf(step.input), trail.value),
  );
  if (!isAccepted && !isRepaired && !isOfAdministrator(record, logGroupArn)) return {};
  return { acceptedTarget: { logGroupArn, roleArn, since: record.time } };
}

/** The target of a delegated administrator counts in any state: trailmend never replaces it. */
function isOfAdministrator({ reason, subject }: OutcomeRecord, groupArn: string): boolean {
  const owner = accountOfLogGroup(groupArn);
  return reason === 'delegated-administrator' && owner !== undefined && owner !== subject.account;
}

/** An excluded or weakened trail without actionable findings is healthy too. */
function isSeenHealthy({ outcome, reason, remaining }: OutcomeRecord): boolean {
  if (actionable(remaining).length > 0) return false;
  return HEALTHY_OUTCOMES.has(outcome) || reason === 'weakened' || isExcluded(reason);
}

/** Starts the wait for a delivery after a repair; ends it after a delivery or another change. */
export function verificationChanges(
  record: OutcomeRecord,
  facts: TrailFacts,
  { awaitingVerification }: TrailMemory,
): MemoryChanges {
  if (!facts.trail.read) return {};
  const { outcome, applied, time } = record;
  const { logGroupArn, roleArn } = facts.trail.value;
  // An interrupted run does not say which calls it made.
  if (
    isRepair(record) &&
    !hasOtherTarget(record) &&
    (applied.length === 0 || applied.some(({ step }) => changesTrail(step.operation)))
  ) {
    return { awaitingVerification: { since: time, target: { logGroupArn, roleArn } } };
  }
  const isOver =
    awaitingVerification && (outcome === 'VERIFIED' || !isUnchangedSinceRepair(awaitingVerification, facts));
  return isOver ? { awaitingVerification: null } : {};
}

/** Whether the trail delivers where nobody accepted it: then no repair set its target. */
function hasOtherTarget({ remaining }: OutcomeRecord): boolean {
  return hasTargetRule(weakenings(remaining));
}

function hasTargetRule(findings: OutcomeRecord['remaining']): boolean {
  return findings.some(({ rule }) => rule === 'target-changed' || rule === 'role-changed');
}

/**
 * What a run saves that could not read the memory: only its own repair of the target. One
 * observation is not the history of the trail.
 */
export function changesWithoutMemory(record: OutcomeRecord, facts: TrailFacts): MemoryChanges {
  const isOwnTarget = record.applied.some(({ step }) => step.operation === 'UpdateTrail');
  return isOwnTarget ? verificationChanges(record, facts, NO_MEMORY) : {};
}

/** Remembers since when deliveries are late or fail, until one arrives. */
function lateDeliveryChanges(
  { remaining, time }: OutcomeRecord,
  { status }: TrailFacts,
  { lateDelivery }: TrailMemory,
): MemoryChanges {
  if (!status.read) return {};
  if (!actionable(remaining).some(({ rule }) => isAboutDeliveries(rule)))
    return lateDelivery ? { lateDelivery: null } : {};
  if (isSeenBefore(status.value, lateDelivery, time)) return {};
  const { latestLogsDelivery } = status.value;
  return { lateDelivery: { since: time, ...(latestLogsDelivery !== undefined && { latestLogsDelivery }) } };
}

/** Whether the trail still has the repaired target: only then do deliveries verify the repair. */
export function isUnchangedSinceRepair({ target }: AwaitingVerification, { trail }: TrailFacts): boolean {
  return trail.read && isSameTarget(target, trail.value);
}
