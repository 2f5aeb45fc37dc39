import * as z from 'zod/mini';
import type { Answer, Behaviour, Call } from '../gate/call.ts';
import type { ParameterRefusal } from '../gate/parameter-checks.ts';
import { errorAnswer } from '../wire/error-answer.ts';
import { jsonAnswer } from '../wire/json-answer.ts';
import { jsonObject } from '../wire/json-object.ts';
import { type FilterPattern, fieldOf, filterPattern } from './filter-pattern.ts';
import { InvalidPattern, UnsupportedPattern } from './filter-tokens.ts';

/** Source: CloudWatch Logs API reference, PutMetricFilter (filterPattern). */
const MAXIMUM_LENGTH = 1024;
/** Source: CloudWatch Logs API reference, TestMetricFilter (logEventMessages). */
const MAXIMUM_MESSAGES = 50;
const TEST = z.object({
  filterPattern: z.string(),
  logEventMessages: z.array(z.string().check(z.minLength(1))).check(z.minLength(1), z.maxLength(MAXIMUM_MESSAGES)),
});
/** Matches every log event. Source: CloudWatch Logs user guide, "Filter pattern syntax". */
const EVERYTHING: FilterPattern = { matches: () => true, selectors: [] };

/**
 * Checks the pattern of PutMetricFilter. Patterns that the local AWS does not understand pass.
 * Source: aws/aws-cdk issue 16278 (code and message).
 */
export function checkFilterPattern(input: Readonly<Record<string, unknown>>): ParameterRefusal | undefined {
  const { filterPattern: pattern } = input;
  if (typeof pattern !== 'string') return invalidParameter('filterPattern is required.');
  try {
    parsePattern(pattern);
    return undefined;
  } catch (error) {
    if (error instanceof UnsupportedPattern) return undefined;
    if (error instanceof InvalidPattern) return invalidParameter('Invalid metric filter pattern');
    throw error;
  }
}

/**
 * Answers TestMetricFilter, which the emulator does not have. A pattern or a message that the local
 * AWS cannot judge gives an error that AWS does not have, and no answer.
 * Source: CloudWatch Logs API reference, TestMetricFilter (numbers from 0). Assumed: the extracted
 * values of a JSON pattern are those of its fields, by their selectors.
 */
export const testMetricFilter: Behaviour = async (call, next) => {
  if (call.service !== 'logs' || call.operation !== 'TestMetricFilter') return next(call);
  const parsed = z.safeParse(TEST, call.input ?? {});
  if (!parsed.success) {
    return refused(call, invalidParameter('filterPattern and 1 to 50 logEventMessages are required.'));
  }
  const refusal = checkFilterPattern(parsed.data);
  if (refusal !== undefined) return refused(call, refusal);
  try {
    const matches = matchingEvents(parsePattern(parsed.data.filterPattern), parsed.data.logEventMessages);
    return jsonAnswer({ matches });
  } catch (error) {
    if (!(error instanceof UnsupportedPattern)) throw error;
    const message = `The local AWS does not support this filter pattern. ${error.message}`;
    return refused(call, { code: 'LocalAwsNotSupported', message });
  }
};

function parsePattern(pattern: string): FilterPattern {
  if (pattern.length > MAXIMUM_LENGTH) throw new InvalidPattern(`Longer than ${MAXIMUM_LENGTH} characters`);
  return pattern.trim() === '' ? EVERYTHING : filterPattern(pattern);
}

function matchingEvents({ matches, selectors }: FilterPattern, messages: readonly string[]): readonly object[] {
  return messages.flatMap((eventMessage, eventNumber) => {
    const record = jsonObject(eventMessage);
    if (selectors.length > 0 && (record === undefined || !matches(record))) return [];
    const values = selectors.map((selector) => [selector, fieldOf(record, selector)] as const);
    const extracted = values.flatMap(([selector, value]) => (value === undefined ? [] : [[selector, String(value)]]));
    return [{ eventNumber, eventMessage, extractedValues: Object.fromEntries(extracted) }];
  });
}

function refused(call: Call, refusal: ParameterRefusal): Answer {
  return errorAnswer(call, { ...refusal, status: 400 });
}

function invalidParameter(message: string): ParameterRefusal {
  return { code: 'InvalidParameterException', message };
}
