import { isDeepStrictEqual } from 'node:util';
import { gapSince, loggingTimes, recordedUntil } from '../integration/recording.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { MemoryChanges, TrailMemory } from '../model/memory.ts';
import type { OutcomeRecord } from '../model/outcome.ts';
import { isStartedBy, type Trigger } from '../model/trigger.ts';

/** Remembers when trailmend first saw the trail logging. */
export function seenLoggingChanges(
  { trigger, time }: OutcomeRecord,
  facts: TrailFacts,
  memory: TrailMemory,
): MemoryChanges {
  if (memory.seenLogging !== undefined) return {};
  const isLogging = facts.status.read && facts.status.value.isLogging;
  return isLogging ? { seenLogging: time } : changesFromCall(trigger, facts);
}

/**
 * The logging times of this look. A run of another event leaves a new gap to the event of its
 * StopLogging, or to the next sweep.
 */
export function loggingChanges(
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
