/** A record on its way to a trail's targets. */
export interface PendingRecord {
  /** Of the call, which is not always the trail's. */
  readonly account: string;
  readonly region: string;
  /** Of the call, milliseconds since the epoch. */
  readonly time: number;
  /** The record as JSON. */
  readonly text: string;
}
