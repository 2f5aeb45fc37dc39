import { isOlder } from '../model/age.ts';
import type { EventSelectors, ManagementEvents } from '../model/event-selectors.ts';
import { type Fact, mapFact } from '../model/fact.ts';
import type { Recording } from '../model/region-scan.ts';
import type { LoggingTimes, TrailStatus } from '../model/trail.ts';
import { callOf, type Trigger } from '../model/trigger.ts';

const UNRECORDED: Readonly<Record<ManagementEvents, string | undefined>> = {
  all: undefined,
  'write-only': undefined,
  partial: 'the event selectors of the trail leave out management events that write',
  'read-only': 'the event selectors of the trail record only management events that read',
  none: 'no event selector of the trail includes management events',
};

/** Which management events that write a trail does not record; undefined if it records them all. */
export function describeUnrecorded(events: ManagementEvents): string | undefined {
  return UNRECORDED[events];
}

/** What a trail records, by its status and its event selectors. */
export function recordingFrom(status: Fact<TrailStatus>, selectors: Fact<EventSelectors>): Recording {
  return {
    isLogging: mapFact(status, ({ isLogging }) => isLogging),
    managementEvents: mapFact(selectors, ({ managementEvents }) => managementEvents),
  };
}

/** A trail that recorded less than an hour ago was not parked. Deliveries take minutes. */
const RECENT_MS = 60 * 60 * 1000;
/** How much the last stop may precede the call: clocks differ, and a call may be repeated. */
const SAME_STOP_MS = 5 * 60 * 1000;

/**
 * Whether the trail recorded until the StopLogging that started the run. The event alone proves
 * nothing: AWS accepts the call for a stopped trail too, and the caller may have invented it. AWS
 * does not document which stop GetTrailStatus then reports, so a recent delivery must show it too.
 */
export function recordedUntil(trigger: Trigger, status: Fact<TrailStatus>, now: string): boolean {
  const call = callOf(trigger);
  if (call?.eventName !== 'StopLogging' || !status.read) return false;
  const { stoppedLogging = call.eventTime, startedLogging, latestDelivery, latestLogsDelivery } = status.value;
  const isParked = Date.parse(call.eventTime) - Date.parse(stoppedLogging) > SAME_STOP_MS;
  const proofs = [startedLogging, latestDelivery, latestLogsDelivery];
  return !isParked && proofs.some((time) => time !== undefined && !isOlder(time, now, RECENT_MS));
}

/** The logging times that the ledger keeps. */
export function loggingTimes({ startedLogging, stoppedLogging }: TrailStatus): LoggingTimes {
  return {
    ...(startedLogging !== undefined && { started: startedLogging }),
    ...(stoppedLogging !== undefined && { stopped: stoppedLogging }),
  };
}

/**
 * From when to when a trail that logs did not record since the last look, in words; undefined if
 * AWS reports no other stop. Of several stops, AWS reports the last.
 */
export function gapSince(
  { isLogging, startedLogging = '', stoppedLogging }: TrailStatus,
  known: LoggingTimes | undefined,
): string | undefined {
  if (!known || !isLogging || stoppedLogging === undefined || stoppedLogging === known.stopped) return undefined;
  const isStarted = Date.parse(startedLogging) >= Date.parse(stoppedLogging);
  return `the trail did not record from ${stoppedLogging} to ${isStarted ? startedLogging : 'an unknown time'}`;
}
