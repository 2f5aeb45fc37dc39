/** A record that waits for its delivery to a trail's destinations. */
export interface PendingRecord {
  /** The account of the call, which may be a member account. */
  readonly account: string;
  readonly region: string;
  /** The time of the call, milliseconds since the epoch. */
  readonly time: number;
  /** The record as JSON. */
  readonly text: string;
}
