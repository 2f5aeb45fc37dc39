import type { EventConsumer } from './api-call-events.ts';

const MAXIMUM_BYTES = 256 * 1024;

/**
 * Whether a record is too large for EventBridge and CloudWatch Logs. CloudTrail delivers it to the
 * bucket only.
 * Source: CloudTrail user guide, "Quotas", "Sending events to CloudWatch Logs".
 * @param record as JSON
 */
export function isTooLarge(record: string): boolean {
  return Buffer.byteLength(record) > MAXIMUM_BYTES;
}

/** Passes events on, without those that are too large. */
export function withoutTooLarge(consume: EventConsumer): EventConsumer {
  return async (event, trails) => {
    if (!isTooLarge(JSON.stringify(event.detail))) await consume(event, trails);
  };
}
