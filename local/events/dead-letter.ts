/** Why EventBridge gave an event up. */
export interface Undelivered {
  readonly ruleArn: string;
  readonly targetArn: string;
  /** EventBridge's own code, such as `NO_PERMISSIONS` or `NO_RESOURCE`. */
  readonly code: string;
  readonly message: string;
}

/** Message attributes as SQS takes them. */
export type MessageAttributes = Readonly<Record<string, { readonly DataType: 'String'; readonly StringValue: string }>>;

/**
 * The message attributes with which EventBridge puts an event into a rule's dead-letter queue; the body is the event.
 * Errors that no retry can mend go there at once, so neither RETRY_ATTEMPTS nor EXHAUSTED_RETRY_CONDITION is set (assumed).
 * Source: EventBridge user guide, "Using dead-letter queues to process undelivered events" (names of attributes and codes).
 */
export function deadLetterAttributes({ ruleArn, targetArn, code, message }: Undelivered): MessageAttributes {
  const values = { RULE_ARN: ruleArn, TARGET_ARN: targetArn, ERROR_CODE: code, ERROR_MESSAGE: message };
  return Object.fromEntries(
    Object.entries(values).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
}
