import type { TrailFacts } from '../model/facts.ts';
import { expiryOfGone, type MemoryChanges, NO_MEMORY, type TrailMemory } from '../model/memory.ts';
import { type OutcomeReason, type OutcomeRecord, REPORTED_ELSEWHERE } from '../model/outcome.ts';
import { targetChanges } from './accepted-target.ts';
import { lateDeliveryChanges, verificationChanges } from './deliveries.ts';
import { loggingChanges, seenLoggingChanges } from './logging.ts';
import { postureChanges } from './posture.ts';
import { repairChanges } from './repairs.ts';

/** Reasons that say nothing about the trail: others own it, or another run works on it. */
const NOT_REMEMBERED: ReadonlySet<OutcomeReason> = new Set([...REPORTED_ELSEWHERE, 'organization-member']);

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

/**
 * What a run saves that could not read the memory: only its own repair of the target. One
 * observation is not the history of the trail.
 */
export function changesWithoutMemory(record: OutcomeRecord, facts: TrailFacts): MemoryChanges {
  const isOwnTarget = record.applied.some(({ step }) => step.operation === 'UpdateTrail');
  return isOwnTarget ? verificationChanges(record, facts, NO_MEMORY) : {};
}
