import { isDeepStrictEqual } from 'node:util';
import type { OwnSelectors, Trail, TrailFacts } from '../model/facts.ts';
import type { PreviousConfiguration } from '../model/memory.ts';

/** AWS allows selectors of a megabyte, and what is remembered of a trail is one item of 400 kB at most: longer ones are not remembered. */
const LONGEST_SELECTORS = 50_000;

/**
 * The settings of a trail as the facts tell them; of what could not be read, what was known before.
 * @param seen ISO 8601
 */
export function observedConfiguration(
  seen: string,
  trail: Trail,
  { tags, eventSelectors }: TrailFacts,
  known: PreviousConfiguration | undefined,
): PreviousConfiguration {
  const seenTags = tags.read ? tags.value : known?.tags;
  const selectors = trail.hasCustomEventSelectors ? selectorsSeen(eventSelectors, known) : undefined;
  return { seen, trail, ...(seenTags && { tags: seenTags }), ...(selectors && { selectors }) };
}

function selectorsSeen(
  eventSelectors: TrailFacts['eventSelectors'],
  known: PreviousConfiguration | undefined,
): OwnSelectors | undefined {
  if (!eventSelectors.read) return known?.selectors;
  const { own } = eventSelectors.value;
  return own && own.json.length <= LONGEST_SELECTORS ? own : undefined;
}

/** Whether two configurations are the same, whenever they were seen. */
export function isSameConfiguration(one: PreviousConfiguration, other: PreviousConfiguration): boolean {
  return isDeepStrictEqual({ ...one, seen: other.seen }, other);
}
