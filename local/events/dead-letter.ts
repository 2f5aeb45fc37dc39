import type { GivenUp } from './retry.ts';

/** An event that EventBridge gave up, and on whose behalf. */
export interface Undelivered extends GivenUp {
  readonly ruleArn: string;
  readonly targetArn: string;
}

/** Message attributes as SQS takes them. */
export type MessageAttributes = Readonly<Record<string, { readonly DataType: 'String'; readonly StringValue: string }>>;

/**
 * The message attributes with which EventBridge puts an event into a rule's dead-letter queue; the body is the event.
 * Of errors that no retry can mend neither RETRY_ATTEMPTS nor EXHAUSTED_RETRY_CONDITION is set (assumed).
 * Source: EventBridge user guide, "Using dead-letter queues to process undelivered events" (names of attributes and codes).
 */
export function deadLetterAttributes({
  ruleArn,
  targetArn,
  error,
  retries,
  exhausted,
}: Undelivered): MessageAttributes {
  const values = {
    RULE_ARN: ruleArn,
    TARGET_ARN: targetArn,
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message,
    ...(exhausted && { EXHAUSTED_RETRY_CONDITION: exhausted, RETRY_ATTEMPTS: String(retries) }),
  };
  return Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}
