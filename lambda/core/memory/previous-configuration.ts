import { isRead } from '../model/fact.ts';
import type { TrailFacts } from '../model/facts.ts';
import type { PreviousConfiguration } from '../model/memory.ts';
import type { OwnSelectors, Trail } from '../model/resources.ts';

/** In characters. AWS allows a megabyte, but the memory of a trail must fit in 400 KB. */
const LONGEST_SELECTORS = 50_000;

/** The settings in the facts; for an unread fact, the known setting. @param seen ISO 8601 */
export function observedConfiguration(
  seen: string,
  trail: Trail,
  { tags, eventSelectors }: TrailFacts,
  known: PreviousConfiguration | undefined,
): PreviousConfiguration {
  const seenTags = isRead(tags) ? tags.value : known?.tags;
  const selectors = trail.hasCustomEventSelectors ? selectorsSeen(eventSelectors, known) : undefined;
  return { seen, trail, ...(seenTags && { tags: seenTags }), ...(selectors && { selectors }) };
}

function selectorsSeen(
  eventSelectors: TrailFacts['eventSelectors'],
  known: PreviousConfiguration | undefined,
): OwnSelectors | undefined {
  if (!isRead(eventSelectors)) return known?.selectors;
  const { own } = eventSelectors.value;
  return own && own.json.length <= LONGEST_SELECTORS ? own : undefined;
}
