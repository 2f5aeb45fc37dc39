import type { FailedDelivery } from './retry.ts';

/** An event that EventBridge gave up, with its rule and target. */
export interface Undelivered extends FailedDelivery {
  readonly ruleArn: string;
  readonly targetArn: string;
}

/** Message attributes in the form of SQS. */
export type MessageAttributes = Readonly<Record<string, { readonly DataType: 'String'; readonly StringValue: string }>>;

/**
 * The message attributes with which EventBridge puts an event into a rule's dead-letter queue; the
 * body is the event. Assumed: errors that EventBridge does not retry set neither RETRY_ATTEMPTS nor
 * EXHAUSTED_RETRY_CONDITION.
 * Source: EventBridge user guide, "Using dead-letter queues to process undelivered events" (names
 * of attributes and codes).
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
