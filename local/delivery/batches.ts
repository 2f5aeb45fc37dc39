import type { PendingRecord } from './pending-record.ts';

/** A log event as PutLogEvents takes it. */
export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** Limits of one call of PutLogEvents. Source: CloudWatch Logs API reference, PutLogEvents. */
const MAXIMUM_BYTES = 1_048_576;
const BYTES_PER_EVENT = 26;
const MAXIMUM_EVENTS = 10_000;

/**
 * Splits records into calls of PutLogEvents: in the order of their times, within the limits of a
 * call.
 */
export function putBatches(records: readonly PendingRecord[]): readonly (readonly LogEvent[])[] {
  const batches: LogEvent[][] = [];
  let bytes = 0;
  for (const { time, text } of records.toSorted((one, other) => one.time - other.time)) {
    const size = Buffer.byteLength(text) + BYTES_PER_EVENT;
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === MAXIMUM_EVENTS || bytes + size > MAXIMUM_BYTES) {
      batches.push([{ timestamp: time, message: text }]);
      bytes = size;
    } else {
      batch.push({ timestamp: time, message: text });
      bytes += size;
    }
  }
  return batches;
}
