import type { EventSelectors, Extent, ManagementEvents } from '../model/event-selectors.ts';
import { isRead } from '../model/fact.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { PostureParts, RecordedEvents } from '../model/posture.ts';
import type { Trail } from '../model/trail.ts';
import { groupSeen } from './group-posture.ts';

/** In characters. AWS allows a megabyte, but the memory of a trail must fit in 400 KB. */
const LONGEST_SELECTORS = 50_000;

const WRITES: Readonly<Record<ManagementEvents, Extent>> = {
  all: 'all',
  'write-only': 'all',
  partial: 'partial',
  'read-only': 'none',
  none: 'none',
};

/** The parts of a posture that the facts show. What could not be read is absent. */
export function partsSeen(trail: Trail, facts: TrailFacts): PostureParts {
  const { tags, eventSelectors } = facts;
  const group = groupSeen(facts);
  return {
    trail,
    ...(isRead(eventSelectors) && { recording: recordedEvents(eventSelectors.value) }),
    ...(isRead(tags) && { tags: tags.value }),
    ...(group && { group }),
  };
}

function recordedEvents({ managementEvents, reads, excludedSources, own }: EventSelectors): RecordedEvents {
  const isShort = own !== undefined && own.json.length <= LONGEST_SELECTORS;
  return { writes: WRITES[managementEvents], reads, excludedSources, ...(isShort && { own }) };
}
