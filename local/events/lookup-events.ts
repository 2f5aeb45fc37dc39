import * as z from 'zod/mini';
import { type Refusal, refusalAnswer } from '../cloudtrail/refusal.ts';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import { jsonAnswer } from '../wire/json-answer.ts';
import type { EventHistory, HistoryEvent } from './event-history.ts';

const MAXIMUM_RESULTS = 50;
const LOOKUP = z.object({
  LookupAttributes: z.optional(z.nullable(z.array(z.object({ AttributeKey: z.string(), AttributeValue: z.string() })))),
  StartTime: z.optional(z.nullable(z.number())),
  EndTime: z.optional(z.nullable(z.number())),
  EventCategory: z.optional(z.nullable(z.string())),
  MaxResults: z.optional(z.nullable(z.number())),
  NextToken: z.optional(z.nullable(z.string())),
});
type Lookup = z.infer<typeof LOOKUP>;

/** The values of an event for each attribute of a lookup. */
const ATTRIBUTES: Readonly<Record<string, (event: HistoryEvent) => readonly (string | undefined)[]>> = {
  EventId: ({ EventId }) => [EventId],
  EventName: ({ EventName }) => [EventName],
  ReadOnly: ({ ReadOnly }) => [ReadOnly],
  Username: ({ Username }) => [Username],
  ResourceType: ({ Resources }) => Resources.map(({ ResourceType }) => ResourceType),
  ResourceName: ({ Resources }) => Resources.map(({ ResourceName }) => ResourceName),
  EventSource: ({ EventSource }) => [EventSource],
  AccessKeyId: ({ AccessKeyId }) => [AccessKeyId],
};

/**
 * Answers LookupEvents from the management writes that the gate recorded, newest first, with or
 * without a trail.
 * Source: CloudTrail API reference, LookupEvents (one attribute, times, 1 to 50 results, errors);
 * CloudTrail user guide, "Working with CloudTrail event history". Assumed: both ends of the time
 * range count; the messages. Not built: reads, Insights events, and the delay of up to 15 minutes.
 */
export function lookupEvents(history: EventHistory, accountOf: (call: Call) => Promise<string>): Behaviour {
  return async (call, next) => {
    if (call.service !== 'cloudtrail' || call.operation !== 'LookupEvents') return next(call);
    const parsed = z.safeParse(LOOKUP, call.input ?? {});
    if (!parsed.success) return refusalAnswer(attributesRefusal('A parameter is not valid.'));
    const refusal = problemOf(parsed.data);
    if (refusal !== undefined) return refusalAnswer(refusal);
    const events = history.events({ account: await accountOf(call), region: call.region });
    return page(events.filter(matching(parsed.data)), parsed.data);
  };
}

function problemOf({ LookupAttributes, StartTime, EndTime, MaxResults, NextToken }: Lookup): Refusal | undefined {
  const attributes = LookupAttributes ?? [];
  if (attributes.length > 1) return attributesRefusal('You can use only one lookup attribute.');
  const unknown = attributes.find(({ AttributeKey }) => ATTRIBUTES[AttributeKey] === undefined);
  if (unknown !== undefined) return attributesRefusal(`Lookup attribute ${unknown.AttributeKey} is not valid.`);
  if (typeof StartTime === 'number' && typeof EndTime === 'number' && StartTime > EndTime) {
    return { code: 'InvalidTimeRangeException', message: 'The start time must be before the end time.' };
  }
  const results = MaxResults ?? MAXIMUM_RESULTS;
  if (!Number.isInteger(results) || results < 1 || results > MAXIMUM_RESULTS) {
    return { code: 'InvalidMaxResultsException', message: `MaxResults must be from 1 to ${MAXIMUM_RESULTS}.` };
  }
  if (NextToken && !/^after-[\w-]+$/.test(NextToken)) {
    return { code: 'InvalidNextTokenException', message: 'The token is not valid.' };
  }
  return undefined;
}

function attributesRefusal(message: string): Refusal {
  return { code: 'InvalidLookupAttributesException', message };
}

function matching({ LookupAttributes, StartTime, EndTime, EventCategory }: Lookup): (event: HistoryEvent) => boolean {
  const [attribute] = LookupAttributes ?? [];
  const values = attribute && ATTRIBUTES[attribute.AttributeKey];
  return (event) =>
    EventCategory !== 'insight' &&
    event.EventTime >= (StartTime ?? 0) &&
    event.EventTime <= (EndTime ?? Number.POSITIVE_INFINITY) &&
    (attribute === undefined || values?.(event).includes(attribute.AttributeValue) === true);
}

/** A token names the last event of the page before it, so that new events shift nothing. */
function page(events: readonly HistoryEvent[], { MaxResults, NextToken }: Lookup): Answer {
  const first = NextToken ? events.findIndex(({ EventId }) => `after-${EventId}` === NextToken) + 1 : 0;
  const Events = events.slice(first, first + (MaxResults ?? MAXIMUM_RESULTS));
  const last = Events.at(-1);
  const hasMore = last !== undefined && last !== events.at(-1);
  return jsonAnswer({ Events, ...(hasMore && { NextToken: `after-${last.EventId}` }) });
}
