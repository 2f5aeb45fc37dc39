import { isSeenBefore } from '../integration/delivery-health.ts';
import type { TrailFacts } from '../model/facts.ts';
import { actionable, isAboutDeliveries } from '../model/finding.ts';
import type { AwaitingVerification, MemoryChanges, TrailMemory } from '../model/memory.ts';
import { isRepair, type OutcomeRecord } from '../model/outcome.ts';
import { changesTrail } from '../model/step.ts';
import { isSameTarget } from '../model/trail.ts';
import { hasOtherTarget } from './accepted-target.ts';

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

/** Remembers since when deliveries are late or fail, until one arrives. */
export function lateDeliveryChanges(
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
