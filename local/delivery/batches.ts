import type { PendingRecord } from './pending-record.ts';

export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

/** Limits of one PutLogEvents. Source: CloudWatch Logs API reference, PutLogEvents. */
const BYTES = 1_048_576;
const BYTES_BESIDE_MESSAGE = 26;
const EVENTS = 10_000;

/** Records as PutLogEvents takes them: in the order of their times, within the limits of a call. */
export function putBatches(records: readonly PendingRecord[]): readonly (readonly LogEvent[])[] {
  const batches: LogEvent[][] = [];
  let bytes = 0;
  for (const { time, text } of records.toSorted((one, other) => one.time - other.time)) {
    const size = Buffer.byteLength(text) + BYTES_BESIDE_MESSAGE;
    const batch = batches.at(-1);
    if (batch === undefined || batch.length === EVENTS || bytes + size > BYTES) {
      batches.push([{ timestamp: time, message: text }]);
      bytes = size;
    } else {
      batch.push({ timestamp: time, message: text });
      bytes += size;
    }
  }
  return batches;
}
