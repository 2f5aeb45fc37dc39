import { type Fact, mapFact } from '../model/fact.ts';
import type { Recording } from '../model/region-scan.ts';
import type { EventSelectors, ManagementEvents, TrailStatus } from '../model/resources.ts';

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
