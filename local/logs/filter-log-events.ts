import * as z from 'zod/mini';
import type { Behaviour, Call } from '../gate/call.ts';
import { withBody } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';
import { type FilterPattern, filterPattern } from './filter-pattern.ts';
import { InvalidPattern, UnsupportedPattern } from './filter-tokens.ts';

const EVENTS = z.looseObject({ events: z.optional(z.array(z.looseObject({ message: z.string() }))) });

/**
 * Filters the answers of FilterLogEvents by a JSON pattern, which the emulator takes for terms. A
 * pattern that the local AWS does not understand goes to the emulator.
 * Source: CloudWatch Logs API reference, FilterLogEvents (filterPattern); user guide, "Using filter
 * patterns to match terms in JSON log events".
 */
export const filterLogEvents: Behaviour = async (call, next) => {
  const filter = filterOf(call);
  if (!filter) return next(call);
  const { filterPattern: _, ...input } = call.input ?? {};
  const answer = await next({ ...call, input, body: Buffer.from(JSON.stringify(input)) });
  if (answer.status !== 200) return answer;
  const { events = [], ...rest } = EVENTS.parse(jsonObject(answer.body.toString('utf8')));
  const matching = events.filter(({ message }) => {
    const record = jsonObject(message);
    return record !== undefined && filter.matches(record);
  });
  return withBody(answer, { ...rest, events: matching });
};

/** Undefined: the emulator answers the call. */
function filterOf({ service, operation, input }: Call): FilterPattern | undefined {
  const pattern = input?.['filterPattern'];
  const isJson = typeof pattern === 'string' && pattern.trim().startsWith('{');
  if (service !== 'logs' || operation !== 'FilterLogEvents' || !isJson) return undefined;
  try {
    return filterPattern(pattern);
  } catch (error) {
    if (error instanceof UnsupportedPattern || error instanceof InvalidPattern) return undefined;
    throw error;
  }
}
