import type { TrailFacts } from '../model/facts.ts';
import { actionable } from '../model/finding.ts';
import type { AwaitingVerification, MemoryChanges, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { names } from '../model/step.ts';
import type { Trigger } from '../model/trigger.ts';
import { isSameConfiguration, observedConfiguration } from './previous-configuration.ts';

/**
 * What trailmend remembers between runs. Everything in it can be missing: a run goes on without memory and leaves undone what
 * needs it. Times are ISO 8601 in UTC.
 */

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
export function memoryChanges(record: OutcomeRecord, last: TrailFacts, memory: TrailMemory): MemoryChanges {
  if (ELSEWHERE.has(record.reason)) return {};
  return {
    ...lastOutcomeChanges(record, memory),
    ...seenLoggingChanges(record, last, memory),
    ...targetChanges(record, last, memory),
    ...verificationChanges(record, last, memory),
  };
}

function lastOutcomeChanges({ id, time, outcome, reason }: OutcomeRecord, { last }: TrailMemory): MemoryChanges {
  if (last?.outcome === outcome && last.reason === reason) return {};
  return { last: { outcome, reason, time, recordId: id } };
}

function seenLoggingChanges(
  { trigger, time }: OutcomeRecord,
  { status }: TrailFacts,
  memory: TrailMemory,
): MemoryChanges {
  if (memory.seenLogging !== undefined) return {};
  return status.read && status.value.isLogging ? { seenLogging: time } : changesFromCall(trigger, time);
}

/** What a call tells of a trail, whatever is seen of it: one that somebody stopped was logging. */
export function changesFromCall(trigger: Trigger, time: string): MemoryChanges {
  return trigger.kind === 'event' && trigger.tampering === 'stopped' ? { seenLogging: time } : {};
}

/**
 * Where the trail delivers, and how it is set, once nothing is wrong with it. Where trailmend sent it counts whatever else is wrong: CloudTrail
 * tried the role on the group before it let that through.
 */
function targetChanges(record: OutcomeRecord, facts: TrailFacts, memory: TrailMemory): MemoryChanges {
  const { trail } = facts;
  if (!trail.read) return {};
  const { time, applied } = record;
  const isWhole = isSeenHealthy(record);
  const isSent = applied.some(({ step }) => step.operation === 'UpdateTrail' && names(trail.value, step.input));
  if (!isWhole && !isSent) return {};
  const { logGroupArn, roleArn } = trail.value;
  const known = memory.acceptedTarget;
  const isKnown = known?.logGroupArn === logGroupArn && known.roleArn === roleArn;
  const former = observedConfiguration(time, trail.value, facts, memory.former);
  const isSame = memory.former !== undefined && isSameConfiguration(memory.former, former);
  return {
    ...(!isKnown && { acceptedTarget: { logGroupArn, roleArn, since: time } }),
    ...(isWhole && !isSame && { former }),
  };
}

/** The outcomes of a trail with which nothing is wrong. */
const WHOLE: ReadonlySet<OutcomeRecord['outcome']> = new Set(['COMPLIANT', 'FIXED', 'VERIFIED']);

/** An excluded trail with which nothing is wrong is as good as any. */
function isSeenHealthy({ outcome, reason, remaining }: OutcomeRecord): boolean {
  if (WHOLE.has(outcome)) return true;
  return outcome === 'SKIPPED' && reason.startsWith('excluded') && actionable(remaining).length === 0;
}

/**
 * What a run adds to or takes from the memory of a repair that AWS has not proven yet: a repair begins to wait, one that is proven, or
 * that somebody has changed since, waits no more.
 */
export function verificationChanges(
  record: OutcomeRecord,
  facts: TrailFacts,
  { awaitingVerification }: TrailMemory,
): MemoryChanges {
  const { outcome, reason, applied, time } = record;
  if (!facts.trail.read) return {};
  const { logGroupArn, roleArn } = facts.trail.value;
  const touched = applied.some(
    ({ step: { operation } }) => operation === 'UpdateTrail' || operation === 'StartLogging',
  );
  if (outcome === 'FIXED' && reason === 'repaired' && touched) {
    return { awaitingVerification: { since: time, target: { logGroupArn, roleArn } } };
  }
  const isOver =
    awaitingVerification && (outcome === 'VERIFIED' || !isUnchangedSinceRepair(awaitingVerification, facts));
  return isOver ? { awaitingVerification: null } : {};
}

/** Whether a trail is still as it was repaired: only then do deliveries prove the repair. */
export function isUnchangedSinceRepair({ target }: AwaitingVerification, { trail }: TrailFacts): boolean {
  if (!trail.read) return false;
  return trail.value.logGroupArn === target.logGroupArn && trail.value.roleArn === target.roleArn;
}
